import type { PublishResult } from '@sluice/contract';
import { verifyArchive } from '@sluice/archive';
import { SluiceError } from '../../errors';
import { advance, newestOf } from '../../latest/advance';
import { convergeLatest, settled } from '../../latest/converge';
import { ancestorsToKeep, glanceAtLine, readLine, type Line } from '../../latest/line';
import { isSame, type Newest, type PublishedEntry } from '../../latest/newest';
import type { Register } from '../../latest/register';
import { lineToRemember, unmovedLine } from '../../latest/unmoved-line';
import type { ReleaseMetadata } from '../../metadata/metadata';
import { assertReasonFits } from '../../metadata/reasons';
import { rejectionOfContent } from '../../archives/rejection-match';
import type { PublishContext, ReleaseContext } from '../../context';
import { readArchive, type Stored } from '../../tags/read-tag';
import { assertVersioned } from '../../tags/require-versioning';
import { latestOutcome, leftOut } from './latest-outcome';
import { absenceFromBranches } from './publish-branch';
import { readProvenance } from '../../provenance/stored';
import { attest } from './attest';
import { putArchive, assertSameContent } from './put-archive';
import { type FromCommitRequest, requireFromCommit, requireRecorded } from './from-commit';
import { requireRestored } from './require-cached';
import { requireOwnPlace } from './assert-owner';

export interface PublishRequest extends FromCommitRequest {
  /** Move `latest` even where ancestry cannot be told. */
  force?: boolean;
  /** The former name of the project that publishes: what it published by that name is its own. */
  renamedFrom?: string;
  reason?: string;
  /** Only what CI of the main branch built, restored from its cache. */
  requireCached?: boolean;
}

/**
 * Puts `<sha>.zip` there once and for ever, and brings `latest` to the newest commit that was published.
 *
 * First the register beside the tag moves forward to this commit, then the archive is written, then its provenance, then the tag
 * follows. In
 * this order whoever dies in between leaves what any other publish completes: what the register names counts as soon as
 * its archive is there. Of a commit that is on none of the branches that `latest` follows, only the archive is written.
 * @throws SluiceError `reason-too-long` for the history; `working-tree-dirty`, `archive-differs`, `archive-stale` or
 * `archive-unrecorded` for an archive that is not what its commit says; `not-cached` for outputs
 * that CI has not built; `prefix-taken` by another project;
 * `content-mismatch` with what is published under this commit; `ancestry-unknown` or `branch-unknown` in this clone. Nothing
 * was written then. `race-lost` when `latest` never held still.
 */
export async function publish(context: PublishContext, request: PublishRequest): Promise<PublishResult> {
  assertReasonFits(request);
  if (request.requireCached) requireRestored(context.build);
  const commit = await currentCommit(context);
  // Asked for while git compares files and the archive is hashed; what is wrong with these is told first.
  const reading = begun(readArchive(context, commit));
  const placing = request.force ? undefined : begun(absenceFromBranches(context, commit));
  const record = await requireFromCommit(context, commit, request);
  const { digest, size, sha256, manifest } = await verifyArchive(request.archive, record?.archive);
  requireRecorded(request, record, { size, sha256 });
  context.report({ kind: 'verified', files: manifest.files.length, size, digest });

  const present = await reading;
  const hasContent = present !== undefined && present.metadata.digest === digest;
  const found = hasContent ? begun(readProvenance(context, commit)) : undefined;
  const line = await lineFor(context, request.force || !hasContent ? undefined : present);
  const project = requireOwnPlace(context, { line, archive: present }, request.renamedFrom);
  if (present !== undefined) assertSameContent(present, commit, digest);
  const absent = await placing;
  const mine = { commit, digest, project, follows: await followedBy(context, line, { commit, digest }) };
  const force = (request.force ?? false) && !(await isRejected(context, mine));
  // Decided before anything is written, so that a clone that cannot tell stops without half a publication.
  const newest = absent === undefined ? await newestOf(context, line, mine, force) : undefined;
  const isNamed = newest !== undefined && isSame(line.register.newest, newest) && !force;
  const finished =
    isNamed && present !== undefined ? settled(line, { ...present, sha: commit, isNew: false }) : undefined;
  const isWriting = finished === undefined && (present === undefined || absent === undefined);
  if (isWriting) await assertVersioned(context.bucket);

  const register =
    newest === undefined || finished ? line.register : await advance(context, line, mine, force);
  // Another project may have been the first just now.
  if (register !== line.register)
    requireOwnPlace(context, { line: { ...line, register }, archive: present }, request.renamedFrom);
  const archive =
    present === undefined
      ? await putArchive(
          context,
          { path: request.archive, size, sha256 },
          { ...(await describedFor(context, mine, request)), ...lineToRemember(line, register, mine) },
          line,
        )
      : { outcome: 'present' as const, stored: present };
  const { object } = archive.stored;
  const provenance = await attest(context, {
    commit,
    digest,
    object,
    outcome: archive.outcome,
    found,
    file: { sha256 },
    project,
    unproved: (['allowDirty', 'allowStale'] as const).filter((option) => request[option] === true),
  });
  const { key, versionId } = object;
  const done = { commit, digest, archive: { key, outcome: archive.outcome, size, versionId }, provenance };
  if (absent !== undefined) return { ...done, latest: leftOut(context, line, absent) };
  const known = { ...archive.stored, sha: commit, isNew: archive.outcome !== 'present' };
  const convergence =
    finished ??
    (await convergeLatest(context, {
      // A sibling that a merge brings in may have taken the place of what was not published yet.
      line: known.isNew && !force ? await advanceAgain(context, register, mine) : undefined,
      known,
      force: force ? commit : undefined,
      reasonFor: (moved) => (moved === commit ? request.reason : undefined),
    }));
  return { ...done, latest: latestOutcome(context, mine, convergence) };
}

/** What fails is told by whoever awaits it. */
function begun<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

/** The nearest ancestors of the commit, which the register has written down where it names this publication. */
async function followedBy(
  { commits }: ReleaseContext,
  { register: { newest } }: Line,
  mine: PublishedEntry,
): Promise<string[]> {
  return newest !== undefined && isSame(newest, mine)
    ? newest.follows
    : commits.ancestors(mine.commit, ancestorsToKeep);
}

/** Of what was published before, one request may tell where the tag and the register are; else each is read. */
async function lineFor(context: ReleaseContext, present: Stored | undefined): Promise<Line> {
  return (present && (await unmovedLine(context, present))) ?? glanceAtLine(context);
}

async function advanceAgain(context: ReleaseContext, known: Register, mine: Newest): Promise<Line> {
  const line = await readLine(context, known);
  const register = await advance(context, line, mine, false);
  return { ...line, register, newest: register.newest };
}

/** What goes with the archive. */
async function describedFor(
  { commits, actor, run }: ReleaseContext,
  { commit, digest, project }: Newest,
  { reason }: PublishRequest,
): Promise<Omit<ReleaseMetadata, 'deployId'>> {
  const described = await commits.describe(commit);
  return {
    commit,
    digest,
    project,
    subject: described?.subject,
    author: described?.author,
    committedAt: described?.committedAt,
    actor,
    run,
    reason,
  };
}

/** Not even force brings what was rejected. */
async function isRejected(
  context: ReleaseContext,
  { commit, digest, follows }: { commit: string; digest: string; follows: string[] },
): Promise<boolean> {
  return (await rejectionOfContent(context, commit, digest, { ancestors: follows })) !== undefined;
}

async function currentCommit({ commits }: ReleaseContext): Promise<string> {
  const commit = await commits.resolve('HEAD');
  if (commit === undefined) {
    throw new SluiceError('no-commit', 'This repository has no commits yet.', 'Create a commit first.');
  }
  if (!/^[0-9a-f]{40}$/.test(commit)) {
    throw new SluiceError(
      'unsupported-repository',
      'This repository uses SHA-256 commit names; only SHA-1 is supported.',
      'Publish from a repository in the SHA-1 format, the default of git.',
    );
  }
  return commit;
}
