import { verifyArchive } from '@sluice/archive';
import type { VerifySubject } from '@sluice/release';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** What follows the name of an archive in that of its provenance, where both are files. */
export const provenanceSuffix = '.intoto.jsonl';

/** An archive on this machine, of which every file is read against its manifest, and the provenance beside it. */
export async function subjectOfFile(path: string, name: string): Promise<VerifySubject> {
  const { digest, sha256, size } = await verifyArchive(path);
  const commit = /^([0-9a-f]{40})\.zip$/.exec(basename(name))?.[1];
  const envelope = await readFile(`${path}${provenanceSuffix}`).catch(() => undefined);
  // What lies beside it says of which commit it is.
  return {
    kind: 'file',
    name,
    digest,
    sha256,
    size,
    ...(envelope === undefined ? { commit } : { envelope }),
  };
}
