import { basename, dirname, resolve } from 'node:path';
import { prefixOfTemporaries } from '../writer/temporary-file';
import { recordPath } from './archive-record';

/**
 * Tells of a file, absolute, whether packing into `archive` writes it: the archive, its record, and what either is
 * before its last rename. None of it belongs into the archive, whatever patterns match.
 */
export function isOwnOutput(archive: string): (file: string) => boolean {
  const output = resolve(archive);
  const folder = dirname(output);
  const [name, record, hidden] = [
    basename(output),
    basename(recordPath(output)),
    prefixOfTemporaries(output),
  ];
  return (file) => {
    const own = basename(file);
    const isNamed =
      own === name ||
      own === record ||
      (own.endsWith('.tmp') && (own.startsWith(hidden) || own.startsWith(`${record}.`)));
    return isNamed && dirname(file) === folder;
  };
}
