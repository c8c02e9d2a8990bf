import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SluiceError } from '@sluice/release';

/**
 * The nearest folder upwards with a sluice.json; else the nearest with an nx.json.
 * @throws SluiceError `usage` when there is neither.
 */
export function findWorkspaceRoot(from: string): string {
  const root = nearestWorkspace(from);
  if (root !== undefined) return root;
  throw new SluiceError(
    'usage',
    'No workspace found: neither this folder nor a parent folder has a sluice.json or nx.json.',
    'Change to the workspace folder, then run the command again.',
  );
}

/** Nothing where there is none. */
export function nearestWorkspace(from: string): string | undefined {
  return nearest(from, 'sluice.json') ?? nearest(from, 'nx.json');
}

function nearest(from: string, file: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, file))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
