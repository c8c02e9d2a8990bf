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
import { basename, resolve } from 'node:path';
import { archiveAtAddress, isAddress, isArchiveAddress, subjectAtAddress } from './address';
import { subjectOfFile } from './file';

/** Finds what was asked for, by its form: an environment, an address, a file, or else a commit. */
export async function findSubject(
  context: ReleaseContext,
  named: string,
  folder: string,
): Promise<VerifySubject> {
  if (context.settings.environments.some(({ name }) => name === named))
    return subjectOfEnvironment(context, named);
  if (named.startsWith('s3://')) return subjectInS3(context, named);
  const health = context.settings.start?.health ?? '/healthz';
  if (isAddress(named)) return completed(context, await subjectAtAddress(named, health));
  const path = resolve(folder, named);
  if (existsSync(path)) return completed(context, await subjectOfFile(path, named));
  if (/[/\\]|\.zip$/.test(named))
    throw new SluiceError(
      'failed',
      `There is no file ${named}.`,
      'Check the path; it is relative to the current folder.',
    );
  return subjectOfRevision(context, named);
}

/**
 * The same where there is no workspace, and so no bucket: an archive, with the provenance that lies beside it.
 * @throws SluiceError `usage` for whatever else; `failed` for an archive without it.
 */
export async function findArchive(named: string, folder: string): Promise<VerifySubject> {
  const path = resolve(folder, named);
  const isThere = isAddress(named) ? isArchiveAddress(named) : existsSync(path);
  if (!isThere)
    throw new SluiceError(
      'usage',
      `Outside of a workspace, only the path or the address of an archive can be verified; "${named}" is neither.`,
      'Change to a workspace with a sluice.json, or name a .zip.',
    );
  const subject = isAddress(named) ? await archiveAtAddress(named) : await subjectOfFile(path, named);
  if (subject.envelope !== undefined) return subject;
  throw new SluiceError(
    'failed',
    `There is no provenance beside ${named}.`,
    `Put it there as ${basename(named)}.intoto.jsonl, or run this in the workspace that has published it.`,
  );
}

/** Whose provenance is in the bucket, under the commit in its name or under that of the same content. */
async function completed(context: ReleaseContext, subject: VerifySubject): Promise<VerifySubject> {
  const { envelope, commit, digest } = subject;
  if (envelope !== undefined || commit !== undefined || digest === undefined) return subject;
  return { ...subject, commit: await commitWithContent(context, digest) };
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
