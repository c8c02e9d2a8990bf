import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A fresh folder for each test of the file that calls this, removed after it. */
export function useTemporaryFolder(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'sluice-archive-')));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  return () => folder;
}

/** Writes files, in the order given; a path that ends with `*` is made executable. */
export async function writeTree(root: string, tree: Record<string, string | Uint8Array>): Promise<void> {
  for (const [name, content] of Object.entries(tree)) {
    const file = join(root, name.replace(/\*$/, ''));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, name.endsWith('*') ? 0o755 : 0o644);
  }
}
