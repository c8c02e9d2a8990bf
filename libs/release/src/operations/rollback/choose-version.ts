import type { HistoryEntry, RollbackPlanView } from '@sluice/contract';
import { describeRejectionMatch, rejectionOfContent } from '../../archives/rejection-match';
import type { Target } from '../../config/choose-target';
import type { ReleaseContext } from '../../context';
import { SluiceError } from '../../errors';
import { shortSha, tagKey } from '../../keys';
import { decodeMetadata } from '../../metadata/metadata';
import { readArchive, readTag, type Stored } from '../../tags/read-tag';
import { ranWell } from '../../watch/runs';
import { readVersions } from '../history/history';

const versionsToCheck = 100;

export interface Skipped {
  entry: HistoryEntry;
  why: string;
}

interface Chosen {
  entry: HistoryEntry;
  archive: Stored;
  basis: RollbackPlanView['basis'];
}

/**
 * The last version that was deployed successfully before the present content first came to the tag, else the newest of
 * which nobody knows how it ran; and the newer ones that were skipped, newest first.
 */
export async function chooseVersion(
  context: ReleaseContext,
  target: Target,
  current: Stored,
): Promise<{ chosen?: Chosen; skipped: Skipped[] }> {
  const { entries, arePipelinesKnown } = await readVersions(context, target, { limit: versionsToCheck });
  const skipped: Skipped[] = [];
  let unknown: Chosen | undefined;
  let passedBeforeUnknown: Skipped[] = [];
  for (const entry of beforePresentContent(entries, current)) {
    const why = await whyNot(context, entry, arePipelinesKnown);
    if (why !== undefined) {
      skipped.push({ entry, why });
      continue;
    }
    const archive = await contentOf(context, target.tag, entry);
    if (archive === undefined) continue;
    if (!arePipelinesKnown) return { chosen: { entry, archive, basis: 'previous' }, skipped };
    if (entry.runs.length > 0) return { chosen: { entry, archive, basis: 'ran-well' }, skipped };
    if (unknown === undefined) {
      unknown = { entry, archive, basis: 'unknown-run' };
      passedBeforeUnknown = [...skipped];
    }
    skipped.push({ entry, why: 'it has no known execution' });
  }
  return unknown === undefined ? { skipped } : { chosen: unknown, skipped: passedBeforeUnknown };
}

/**
 * The newest earlier version of a commit that someone named. One that is known to have failed is not taken.
 * @throws SluiceError `nothing-to-roll-back`
 */
export async function namedVersion(
  context: ReleaseContext,
  { tag, ...target }: Target,
  current: Stored,
  commit: string,
): Promise<Chosen> {
  const { entries, arePipelinesKnown } = await readVersions(
    context,
    { tag, ...target },
    { limit: versionsToCheck },
  );
  const matching = entries.filter(
    (one) => commit.length >= 7 && one.commit?.startsWith(commit) && !isContent(one, current),
  );
  const [entry] = matching;
  if (matching.some((one) => one.commit !== entry?.commit)) {
    throw new SluiceError(
      'nothing-to-roll-back',
      `Several versions of "${tag}" have a commit that begins with ${commit}.`,
      'Enter more digits of the commit.',
    );
  }
  if (entry === undefined) {
    throw new SluiceError(
      'nothing-to-roll-back',
      `${shortSha(commit)} is none of the last ${versionsToCheck} versions of "${tag}" with different content.`,
      'Choose a commit from the history, or promote it.',
    );
  }
  const why = await whyNot(context, entry, arePipelinesKnown);
  const archive = why === undefined ? await contentOf(context, tag, entry) : undefined;
  if (archive !== undefined) return { entry, archive, basis: 'chosen' };
  throw new SluiceError(
    'nothing-to-roll-back',
    `"${tag}" cannot be rolled back to ${shortSha(commit)}: ${why ?? 'its content was deleted'}.`,
    'Choose another commit from the history.',
  );
}

/** Whether there is a version to go back to, without a plan for it: why not, as one sentence. */
export async function findRollback(
  context: ReleaseContext,
  target: Target,
): Promise<{ to: HistoryEntry } | { nothing: string }> {
  const current = await readTag(context, target.tag);
  if (current === undefined) return { nothing: `"${target.tag}" has no content.` };
  const { chosen, skipped } = await chooseVersion(context, target, current);
  return chosen === undefined
    ? { nothing: nothingToGoBackTo(target.tag, skipped).message }
    : { to: chosen.entry };
}

function beforePresentContent(entries: HistoryEntry[], current: Stored): HistoryEntry[] {
  const first = entries.findLastIndex((entry) => isContent(entry, current));
  return entries.slice(first + 1).filter(({ by }) => by !== 'removed');
}

function isContent({ digest, versionId }: HistoryEntry, { object, metadata }: Stored): boolean {
  return versionId === object.versionId || (digest !== undefined && digest === metadata.digest);
}

async function whyNot(
  context: ReleaseContext,
  entry: HistoryEntry,
  arePipelinesKnown: boolean,
): Promise<string | undefined> {
  if (entry.commit === undefined || entry.digest === undefined) return 'it was copied manually';
  if (arePipelinesKnown && entry.runs.length > 0 && !ranWell(entry.runs)) {
    const ends = entry.runs.map(({ environment, status }) => `${status} in ${environment}`);
    return `it ended as ${ends.join(', ')}`;
  }
  const archive = await readArchive(context, entry.commit);
  const rejectionMatch =
    archive === undefined ? undefined : await rejectionOfContent(context, entry.commit, entry.digest);
  return rejectionMatch === undefined ? undefined : describeRejectionMatch(rejectionMatch, entry.commit);
}

/** The archive of its commit or, where that was pruned, the version itself. */
async function contentOf(
  context: ReleaseContext,
  tag: string,
  entry: HistoryEntry,
): Promise<Stored | undefined> {
  const archive = entry.commit === undefined ? undefined : await readArchive(context, entry.commit);
  if (archive !== undefined && archive.metadata.digest === entry.digest) return archive;
  const object = await context.bucket.head(tagKey(context.prefix, tag), entry.versionId);
  return object === undefined ? undefined : { object, metadata: decodeMetadata(object) };
}

export function nothingToGoBackTo(tag: string, skipped: Skipped[]): SluiceError {
  const [nearest] = skipped;
  const which = nearest?.entry.commit === undefined ? 'the last one' : shortSha(nearest.entry.commit);
  return new SluiceError(
    'nothing-to-roll-back',
    nearest === undefined
      ? `"${tag}" has no earlier version with different content.`
      : `None of the ${skipped.length} earlier versions of "${tag}" can be used; ${which}: ${nearest.why}.`,
    'Choose a commit from the history and promote it.',
  );
}
