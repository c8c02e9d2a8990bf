import { SluiceError } from '@sluice/release';
import type { NxInputs } from './nx-inputs';

/**
 * A change of a packed file that Nx did not hash would be a hit in its cache, and the archive of before would be published.
 * @throws SluiceError `failed` naming files that would be packed though they are no input of the task, or only a part of them.
 */
export function requireHashed(
  paths: readonly string[],
  { files, built, isInstalled, whole }: NxInputs,
  task: string,
): void {
  const sources = paths.filter((path) => !built.has(path) && !isInstalled(path));
  const hashed = new Set(files);
  const unseen = sources.filter((path) => !hashed.has(path));
  if (unseen.length > 0)
    throw new SluiceError(
      'failed',
      `Nx does not hash these files to be packed: ${someOf(unseen)}. A change to them would be a cache hit.`,
      `Register the plugin "nx-sluice" in nx.json and list "..." among the inputs of ${task}, so that the plugin adds the assets to them; let the target depend on the one that builds the file; or exclude it with "ignore".`,
    );
  if (sources.length === 0) return;
  const complete = whole();
  const partly = sources.filter((path) => !complete.has(path));
  if (partly.length > 0)
    throw new SluiceError(
      'failed',
      `Nx hashes only a part of these files to be packed: ${someOf(partly)}. A change to the rest would be a cache hit.`,
      `Add them to the inputs of ${task}, for example "{workspaceRoot}/${partly[0]}".`,
    );
}

/**
 * Nx does not see a change of the file that a symlink leads to, only one of the symlink.
 * @param paths files that are packed, symlinks followed
 * @throws SluiceError `failed` naming those that are no input of the task.
 */
export function requireLinkedHashed(
  paths: readonly string[],
  { files, built }: NxInputs,
  task: string,
): void {
  const hashed = new Set(files);
  const unseen = paths.filter((path) => !hashed.has(path) && !built.has(path));
  if (unseen.length === 0) return;
  throw new SluiceError(
    'failed',
    `Symlinks lead to files that Nx does not hash: ${someOf(unseen)}. A change to them would be a cache hit.`,
    `Add them to the inputs of ${task}, for example "{workspaceRoot}/${unseen[0]}"; or exclude the symlink with "ignore".`,
  );
}

function someOf(paths: readonly string[]): string {
  return `${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ` and ${paths.length - 3} more` : ''}`;
}
