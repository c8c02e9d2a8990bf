import { collectAssets, writeArchive } from '../index';

/** `pack-folder <root> <output>`: packs a whole folder in a process of its own, and prints what was written as JSON. */
async function main([root, output]: string[]): Promise<void> {
  const files = await collectAssets(root!, [{ input: '.', glob: '**/*', output: 'app' }]);
  const written = await writeArchive({ root: root!, files, output: output! });
  process.stdout.write(JSON.stringify({ ...written, peakMegabytes: process.resourceUsage().maxRSS / 1024 }));
}

void main(process.argv.slice(2));
