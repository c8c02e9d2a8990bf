import { verifyArchive } from '@sluice/archive';
import { FailedError, RaceLostError, UsageError } from '../errors/errors';
import { latestTag, shortSha, tagKey } from '../keys';
import type { ReleaseMetadata } from '../metadata/metadata';
import { requireRoom } from '../metadata/reasons';
import type { StoredObject } from '../ports/bucket';
import type { PublishContext, ReleaseContext } from '../release-context';
import { moveTag } from '../tags/move-tag';
import { readArchive } from '../tags/read-tag';
import { requireVersioning } from '../tags/require-versioning';
import type { Publication } from '../views/publication';
import { newerWithContent } from './newer-with-content';
import { requireOwnPlace } from './require-own-place';
import { putArchive, requireSameContent } from './put-archive';
import { type ProvenanceRequest, requireProvenance, requireRecorded } from './provenance';
import { decideLatest, type LatestDecision } from './latest-decision';

export interface PublishRequest extends ProvenanceRequest {
  /** Move `latest` even where ancestry cannot be told. */
  force?: boolean;
  /** The former name of the project that publishes: what it published by that name is its own. */
  renamedFrom?: string;
  reason?: string;
}

/** How often a `latest` that somebody else keeps moving is looked at anew. */
const attempts = 10;

/**
 * Puts `<sha>.zip` there once and for ever, then moves `latest` forward to it.
 * @throws UsageError a reason that is too long for the history; RefusedError an archive that is not
 * what its commit says, or a prefix that another project publishes to; FailedError another content under this commit, or an ancestry that cannot be
 * told; nothing was written then. RaceLostError when `latest` never held still.
 */
export async function publish(context: PublishContext, request: PublishRequest): Promise<Publication> {
  requireRoom(request);
  const commit = await currentCommit(context);
  const record = await requireProvenance(context, commit, request);
  const { digest, size, sha256, manifest } = await verifyArchive(request.archive, record?.archive);
  requireRecorded(request, record, { size, sha256 });
  context.report({ kind: 'verified', files: manifest.files.length, size, digest });
  await requireVersioning(context.bucket);

  const project = await requireOwnPlace(context, commit, request.renamedFrom);
  const present = await readArchive(context, commit);
  if (present !== undefined) requireSameContent(present, commit, digest);
  const force = request.force ?? false;
  // Decided before anything is written, so that a clone that cannot tell stops without half a publication.
  let decision = await decideLatest(context, commit, digest, force);

  const described = await context.commits.describe(commit);
  const metadata: Omit<ReleaseMetadata, 'deployId'> = {
    commit,
    digest,
    project,
    subject: described?.subject,
    author: described?.author,
    committedAt: described?.committedAt,
    actor: context.actor,
    run: context.run,
    reason: request.reason,
  };
  const file = { path: request.archive, size, sha256 };
  const archive =
    present === undefined
      ? await putArchive(context, file, metadata)
      : { outcome: 'present' as const, stored: present };

  const key = tagKey(context.prefix, latestTag);
  const done = {
    commit,
    digest,
    archive: {
      key: archive.stored.object.key,
      outcome: archive.outcome,
      size,
      versionId: archive.stored.object.versionId,
    },
  };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (decision.action === 'keep') return { ...done, latest: kept(key, decision) };
    const from = decision.from;
    const previous = from?.metadata.commit;
    const move = await moveTag(context, latestTag, archive.stored.object, from?.object, {
      ...metadata,
      previous,
      operation: 'publish',
    });
    if (move.outcome === 'moved') {
      const overtaken = from && (await newerWithContent(context, commit, from));
      if (overtaken !== undefined) {
        // A newer commit with the content that was there found nothing to change, a moment before this move.
        await bringBack(context, overtaken, move.object, commit);
        decision = await decideLatest(context, commit, digest, force);
        continue;
      }
      return { ...done, latest: { key, outcome: 'moved', from: previous, versionId: move.object.versionId } };
    }
    context.report({ kind: 'retrying', key, why: `${move.by ?? 'somebody else'} moved it meanwhile` });
    await requireOwnPlace(context, commit, request.renamedFrom);
    decision = await decideLatest(context, commit, digest, force);
  }
  throw new RaceLostError(
    `"latest" was moved by others ${attempts} times while ${shortSha(commit)} waited for its turn.`,
    'Try again; the archive itself is published.',
  );
}

/** Whatever comes of it, the next look at `latest` decides anew. */
async function bringBack(
  context: ReleaseContext,
  newer: string,
  mine: StoredObject,
  previous: string,
): Promise<void> {
  const archive = await readArchive(context, newer);
  if (archive?.metadata.digest === undefined) return;
  const { subject, author, committedAt, digest } = archive.metadata;
  const { actor, run } = context;
  await moveTag(context, latestTag, archive.object, mine, {
    commit: newer,
    digest,
    subject,
    author,
    committedAt,
    actor,
    run,
    previous,
    operation: 'publish',
  });
}

async function currentCommit({ commits }: ReleaseContext): Promise<string> {
  const commit = await commits.resolve('HEAD');
  if (commit === undefined) {
    throw new FailedError('This repository has no commit yet.', 'Commit what is to be published first.');
  }
  if (!/^[0-9a-f]{40}$/.test(commit)) {
    throw new UsageError(
      'This repository names its commits by SHA-256, and archives are kept under SHA-1 names of 40 digits.',
      'Publish from a repository in the SHA-1 format, which git makes unless told otherwise.',
    );
  }
  return commit;
}

function kept(key: string, { why, commit, explanation }: Extract<LatestDecision, { action: 'keep' }>) {
  return { key, outcome: 'kept' as const, why, commit, explanation };
}
