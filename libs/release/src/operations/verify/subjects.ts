import { resolveSource } from '../../archives/resolve-source';
import { chooseTarget } from '../../config/choose-target';
import type { ReleaseContext } from '../../context';
import { SluiceError } from '../../errors';
import { findArchiveByDigest } from '../../latest/find-by-digest';
import { glanceAtLine } from '../../latest/line';
import { storedSha256 } from '../../provenance/stored-sha256';
import { readArchive, readTag, type Stored } from '../../tags/read-tag';
import type { VerifySubject } from './verify';

/**
 * What an environment is to run: the archive on its tag.
 * @throws SluiceError `unknown-environment`, or `nothing-on-tag` where nothing was promoted to it.
 */
export async function subjectOfEnvironment(context: ReleaseContext, env: string): Promise<VerifySubject> {
  const { tag } = chooseTarget(context.settings, { env });
  const current = await readTag(context, tag);
  if (current === undefined)
    throw new SluiceError(
      'nothing-on-tag',
      `Nothing was promoted to ${env} yet.`,
      `Promote to ${env} first.`,
    );
  return { kind: 'environment', name: env, ...(await factsOf(context, current)) };
}

/** @throws SluiceError `unknown-revision` or `not-published` */
export async function subjectOfRevision(context: ReleaseContext, ref: string): Promise<VerifySubject> {
  const { commit, archive } = await resolveSource(context, ref);
  const facts = await factsOf(context, archive);
  return { kind: 'archive', name: archive.object.key, ...facts, commit: archive.metadata.commit ?? commit };
}

/**
 * The archive of a commit, of which no byte is read: its SHA-256 is that which the server keeps, if it does. Nothing where
 * there is none.
 */
export async function subjectOfCommit(
  context: Pick<ReleaseContext, 'bucket' | 'prefix'>,
  commit: string,
): Promise<VerifySubject | undefined> {
  const archive = await readArchive(context, commit);
  if (archive === undefined) return undefined;
  const { key, size, versionId } = archive.object;
  const sha256 = await context.bucket.sha256Of(key, versionId);
  return {
    kind: 'archive',
    name: key,
    commit,
    digest: archive.metadata.digest,
    size,
    sha256,
    isInBucket: true,
  };
}

/** The commit that was published with this content; nothing where the bucket does not tell without a search. */
export async function commitWithContent(
  context: ReleaseContext,
  digest: string,
): Promise<string | undefined> {
  const same = await findArchiveByDigest(context, await glanceAtLine(context), digest);
  return same?.metadata.commit;
}

async function factsOf(
  { bucket }: ReleaseContext,
  { object, metadata }: Stored,
): Promise<Omit<VerifySubject, 'kind' | 'name'>> {
  const { commit, digest } = metadata;
  return { commit, digest, size: object.size, sha256: await storedSha256(bucket, object), isInBucket: true };
}
