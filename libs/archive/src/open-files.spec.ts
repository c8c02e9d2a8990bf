import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  collectAssets,
  extractArchive,
  readManifest,
  verifyArchive,
  withFileSource,
  writeArchive,
} from './index';
import { useTemporaryFolder, writeTree } from './testing/temporary-folder';

const folder = useTemporaryFolder();
const root = () => join(folder(), 'workspace');
const output = () => join(folder(), 'app.zip');

/** Files that this process has open below the folder of the test; Linux only. */
function openFiles(): string[] {
  const descriptors = '/proc/self/fd';
  const paths = readdirSync(descriptors).map((descriptor) => {
    try {
      return readlinkSync(join(descriptors, descriptor));
    } catch {
      // The one of the listing itself.
      return '';
    }
  });
  return paths.filter((path) => path.startsWith(folder()));
}

async function pack(signal?: AbortSignal): Promise<void> {
  const files = await collectAssets(root(), [{ input: '.', glob: '**/*', output: '.' }]);
  await writeArchive({ root: root(), files, output: output(), cache: join(folder(), 'cache'), signal });
}

const refused = (work: Promise<unknown>) => expect(work).rejects.toThrow();
const readAll = (path: string) => [
  verifyArchive(path),
  withFileSource(path, readManifest),
  extractArchive(path, `${path}.unpacked`),
];

/** Node warns of a file that was left open whenever it collects garbage: in the output of whatever runs then. */
(process.platform === 'linux' ? test : test.skip)('leaves no file open, whatever fails', async () => {
  const many = Array.from({ length: 20 }, (_, index) => [`many/${index}.js`, `let a = ${index};`] as const);
  await writeTree(root(), { 'a.js': 'one', 'long.js': 'long '.repeat(400_000), ...Object.fromEntries(many) });
  const now = Date.now.bind(Date);
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 60_000);
  await pack();
  await writeTree(root(), { 'b.js': 'two' });
  // Most of it is carried over.
  await pack();
  await Promise.all(readAll(output()));
  clock.mockRestore();
  expect(openFiles()).toEqual([]);

  const controller = new AbortController();
  const interrupted = pack(controller.signal);
  setImmediate(() => controller.abort());
  await refused(interrupted);
  await writeTree(root(), { 'c.pem': `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n` });
  await refused(pack());
  expect(openFiles()).toEqual([]);

  const damaged = join(folder(), 'damaged.zip');
  writeFileSync(damaged, 'no zip');
  for (const path of [damaged, folder()]) for (const read of readAll(path)) await refused(read);
  await refused(extractArchive(output(), root()));
  expect(openFiles()).toEqual([]);
});
