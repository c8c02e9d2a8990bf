import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPackageRoot } from '../../cli/package-root';

/** Where the repository of Sluice keeps what the package has in these folders of `templates`. */
const sources: Record<string, string> = { aws: 'aws', github: '.github/workflows' };

/**
 * The text of a file that is copied into a workspace.
 * @param folder `aws`, `docker`, `github` or `gitlab`
 */
export function readTemplate(folder: string, name: string): string {
  const home = findPackageRoot(__dirname);
  const packed = join(home, 'templates', folder, name);
  // The sources are in tools/nx-sluice.
  const path = existsSync(packed) ? packed : join(dirname(dirname(home)), sources[folder] ?? '', name);
  return readFileSync(path, 'utf8');
}

/** Replaces what has to be in a template once. @throws Error when it is not: a template has changed, and this has not. */
export function replaceOnce(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2)
    throw new Error(`A template has ${JSON.stringify(from)} ${parts.length - 1} times instead of once.`);
  return parts.join(to);
}
