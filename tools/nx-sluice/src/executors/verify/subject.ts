import { verifyArchive } from '@sluice/archive';
import {
  commitOfKey,
  commitWithContent,
  subjectOfEnvironment,
  subjectOfRevision,
  SluiceError,
  type ReleaseContext,
  type VerifySubject,
} from '@sluice/release';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { subjectAtAddress } from './address';

/** Finds what was asked for, by its form: an environment, an address, a file, or else a commit. */
export async function findSubject(
  context: ReleaseContext,
  named: string,
  folder: string,
): Promise<VerifySubject> {
  if (context.settings.environments.some(({ name }) => name === named))
    return subjectOfEnvironment(context, named);
  if (named.startsWith('s3://')) return subjectInS3(context, named);
  if (/^https?:\/\//.test(named)) return subjectAtAddress(context, named, subjectOfFile);
  const path = resolve(folder, named);
  if (existsSync(path)) return subjectOfFile(context, path, named);
  if (/[/\\]|\.zip$/.test(named))
    throw new SluiceError(
      'failed',
      `There is no file ${named}.`,
      'Check the path; it is relative to the current folder.',
    );
  return subjectOfRevision(context, named);
}

/** Every file in it is read against its manifest. */
async function subjectOfFile(context: ReleaseContext, path: string, name: string): Promise<VerifySubject> {
  const { digest, sha256, size } = await verifyArchive(path);
  const proved = { kind: 'file' as const, name, digest, sha256, size };
  const beside = await readFile(`${path}.intoto.jsonl`).catch(() => undefined);
  if (beside !== undefined) return { ...proved, envelope: beside };
  const named = /^([0-9a-f]{40})\.zip$/.exec(basename(name))?.[1];
  return { ...proved, commit: named ?? (await commitWithContent(context, digest)) };
}

function subjectInS3(context: ReleaseContext, address: string): Promise<VerifySubject> {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
  const commit = commitOfKey(context.prefix, key);
  if (bucket !== context.bucket.name || commit === undefined)
    throw new SluiceError(
      'usage',
      `${address} is not the address of an archive of this app.`,
      `Use s3://${context.bucket.name}/${context.prefix}<sha>.zip, an environment, a commit or a file.`,
    );
  return subjectOfRevision(context, commit);
}
