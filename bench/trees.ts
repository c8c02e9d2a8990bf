import { existsSync } from 'node:fs';
import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Seeded } from './seeded';

/** What a tree is made of; `bytes` in all. */
export interface TreeShape {
  files: number;
  bytes: number;
  /** The part of the files that does not shrink: fonts, images, archives. 0 to 1. */
  noise: number;
}

const mebibyte = 2 ** 20;

export const shapes = {
  app: { files: 300, bytes: 4 * mebibyte, noise: 1 / 3 },
  bundle: { files: 6_000, bytes: 80 * mebibyte, noise: 1 / 3 },
  many: { files: 50_000, bytes: 200 * mebibyte, noise: 1 / 3 },
  gigabyte: { files: 1, bytes: 1024 * mebibyte, noise: 1 },
  huge: { files: 1, bytes: 2 * 1024 * mebibyte, noise: 1 },
} satisfies Record<string, TreeShape>;

export type TreeName = keyof typeof shapes;

const keywords =
  'const let function return import export await async new throw if else for of typeof class extends'.split(
    ' ',
  );
const nouns =
  'value error context options request response index length string number items promise config settings client server bucket archive publish digest handler element state props event listener buffer stream'.split(
    ' ',
  );

/** Lines as bundles have them: few words, many identifiers, and the same turns of phrase again and again. */
function phraseBook(random: Seeded): string[] {
  return Array.from({ length: 3_000 }, () => {
    const words = Array.from({ length: 3 + random.below(9) }, () =>
      random.next() < 0.3
        ? random.pick(keywords)
        : `${random.pick(nouns)}${random.next() < 0.4 ? `.${random.pick(nouns)}` : ''}`,
    );
    return `  ${words.join(random.next() < 0.5 ? ' ' : ', ')};\n`;
  });
}

function text(length: number, random: Seeded, phrases: readonly string[]): Buffer {
  const lines: string[] = [];
  for (let size = 0; size < length; size += lines.at(-1)!.length) {
    const line = random.pick(phrases);
    lines.push(random.next() < 0.3 ? line.replace(';', ` = ${random.below(1e6).toString(36)};`) : line);
  }
  return Buffer.from(lines.join('')).subarray(0, length);
}

/** Writes a tree below `folder`, unless it is there from a run before. The sizes of its files vary as those of real apps do. */
export async function buildTree(
  folder: string,
  { files, bytes, noise }: TreeShape,
  seed: string,
): Promise<void> {
  if (existsSync(folder)) return;
  const staging = `${folder}.${process.pid}`;
  const random = new Seeded(seed);
  const phrases = phraseBook(random);
  for (let index = 0; index < files; index += 1) {
    const size =
      files === 1 ? bytes : Math.max(20, Math.round((-Math.log(1 - random.next()) * bytes) / files));
    const isNoise = index < files * noise ? true : noise === 1;
    const name = `packages/part-${index % 97}/lib-${index % 13}/file-${index}.${isNoise ? 'woff2' : 'js'}`;
    const file = join(staging, name);
    if (index < 97 * 13) await mkdir(dirname(file), { recursive: true });
    if (size > 64 * mebibyte) await writeNoise(file, size, random);
    else await writeFile(file, isNoise ? random.noise(size) : text(size, random, phrases));
  }
  await rename(staging, folder);
}

async function writeNoise(file: string, size: number, random: Seeded): Promise<void> {
  const handle = await open(file, 'wx');
  for (let at = 0; at < size; at += mebibyte) await handle.write(random.noise(Math.min(mebibyte, size - at)));
  await handle.close();
}

/** Changes one file of text, as a commit would; another one for each `round`. */
export async function changeOneFile(folder: string, { files }: TreeShape, round: number): Promise<void> {
  const index = files - 1 - (round % Math.floor(files / 2));
  const file = join(folder, `packages/part-${index % 97}/lib-${index % 13}/file-${index}.js`);
  await writeFile(file, `export const round = ${round};\n${'// one more line\n'.repeat(200)}`);
}
