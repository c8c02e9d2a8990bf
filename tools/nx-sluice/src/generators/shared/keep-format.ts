import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FileChange, Tree } from '@nx/devkit';

interface Prettier {
  resolveConfig(path: string): Promise<object | null>;
  getFileInfo(path: string, options: object): Promise<{ ignored: boolean; inferredParser: string | null }>;
  check(text: string, options: object): Promise<boolean>;
  format(text: string, options: object): Promise<string>;
}

/**
 * Formats the JSON files that the generator changed where the workspace uses Prettier, and where the file was formatted
 * by it before: in any other file, only the lines that the generator wrote are new.
 */
export async function keepFormat(tree: Tree): Promise<void> {
  const prettier = prettierOf(tree.root);
  if (prettier === undefined) return;
  for (const change of tree.listChanges()) {
    if (change.type === 'DELETE' || !change.path.endsWith('.json')) continue;
    await formatOne(tree, change, prettier);
  }
}

function prettierOf(root: string): Prettier | undefined {
  try {
    return createRequire(join(root, 'package.json'))('prettier') as Prettier;
  } catch {
    return undefined;
  }
}

async function formatOne(tree: Tree, { path, type, content }: FileChange, prettier: Prettier): Promise<void> {
  const file = join(tree.root, path);
  try {
    const options = { ...(await prettier.resolveConfig(file)), filepath: file };
    const { ignored, inferredParser } = await prettier.getFileInfo(file, {
      ignorePath: join(tree.root, '.prettierignore'),
    });
    if (ignored || inferredParser === null) return;
    const before = type === 'UPDATE' ? readFileSync(file, 'utf8') : undefined;
    if (before !== undefined && !(await prettier.check(before, options))) return;
    tree.write(path, await prettier.format(String(content), options));
  } catch {
    // A file that Prettier cannot read stays as the generator wrote it.
  }
}
