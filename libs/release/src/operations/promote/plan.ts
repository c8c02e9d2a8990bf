import type { FileChanges } from '@sluice/contract';
import type { EnvironmentSettings } from '../../config/settings';
import { assertReasonFits } from '../../metadata/reasons';
import type { ReleaseContext } from '../../context';
import type { Ancestry, Commit } from '../../ports/commits';
import { readTagTruly } from '../../tags/by-hand';
import type { Stored } from '../../tags/read-tag';
import { assertVersioned } from '../../tags/require-versioning';
import { changesBetween, type Content } from '../../archives/changes-between';
import { compareFiles } from './compare-files';
import { evaluateGates, type GateResult } from '../../gates/evaluate';
import { resolveSource, type Source } from '../../archives/resolve-source';
import type { Target } from '../../config/choose-target';
import type { PromotionOptions } from '../../gates/gate';

/** What a promotion would do, and whether the gates allow it. It holds the versions that it was made against. */
export interface PromotionPlan {
  tag: string;
  /** The environments that watch this tag, in the order of sluice.json. */
  environments: EnvironmentSettings[];
  source: Source;
  /** The current content of the tag. Absent before the first promotion. */
  from?: Stored;
  /** Relation of the current commit to the new commit. */
  ancestry?: Ancestry;
  /** The commits that come, or for a move back those that go, newest first. */
  commits: Commit[];
  files?: FileChanges;
  /** Why the files cannot be compared: one clause. */
  filesNotCompared?: string;
  gateResults: GateResult[];
  /** The tag already has this content: nothing to write. */
  isCurrent: boolean;
  /** How it is to be carried out. */
  promotionOptions?: PromotionOptions;
}

/** @throws SluiceError `unknown-revision` unknown environment or reference; `not-published` nothing published for it. Writes nothing. */
export async function planPromotion(
  context: ReleaseContext,
  target: Target,
  ref: string,
  promotionOptions: PromotionOptions = {},
): Promise<PromotionPlan> {
  const [source, from] = await Promise.all([
    resolveSource(context, ref),
    readTagTruly(context, target.tag),
    assertVersioned(context.bucket),
  ]);
  return planTagMove(context, target, source, promotionOptions, { from });
}

/**
 * The plan to move a tag to an archive that is found already. Writes nothing.
 * @param read what is on the tag, where that was read a moment ago.
 * @throws SluiceError `reason-too-long` the reason of an override is too long for the history.
 */
export async function planTagMove(
  context: ReleaseContext,
  target: Target,
  source: Source,
  promotionOptions: PromotionOptions,
  read?: { from: Stored | undefined },
): Promise<PromotionPlan> {
  assertReasonFits({ override: promotionOptions.override });
  const { from } = read ?? { from: await readTagTruly(context, target.tag) };
  const leaves = from?.metadata.commit;
  const arrives = source.archive.metadata.commit ?? source.commit;
  const ancestry = leaves === undefined ? undefined : await context.commits.ancestry(leaves, arrives);
  const isCurrent = from !== undefined && from.metadata.digest === source.archive.metadata.digest;
  const [commits, compared, gateResults] = await Promise.all([
    commitsOfMove(context, from, { ...source.archive.metadata, commit: arrives }, ancestry),
    from === undefined || isCurrent ? {} : compareFiles(context, from, source.archive),
    isCurrent ? [] : evaluateGates(context, target, source.archive, promotionOptions),
  ]);
  return {
    ...target,
    source,
    from,
    ancestry,
    commits,
    ...compared,
    gateResults,
    isCurrent,
    promotionOptions,
  };
}

/** What comes or goes, by the content of both: the same that status and console count. */
async function commitsOfMove(
  context: ReleaseContext,
  from: Stored | undefined,
  arrives: Content,
  ancestry: Ancestry | undefined,
): Promise<Commit[]> {
  const { commit, digest } = from?.metadata ?? {};
  if (commit === undefined || ancestry === 'unknown') return [];
  const leaves = { commit, digest };
  return ancestry === 'descendant'
    ? changesBetween(context, arrives, leaves)
    : changesBetween(context, leaves, arrives);
}

/** What comes or, for a move back, what goes; newest first. */
export function commitsBetween(
  context: ReleaseContext,
  leaves: string,
  arrives: string,
  ancestry?: Ancestry,
): Promise<Commit[]> {
  return ancestry === 'descendant'
    ? context.commits.between(arrives, leaves)
    : context.commits.between(leaves, arrives);
}
