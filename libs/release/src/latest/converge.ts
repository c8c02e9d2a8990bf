import type { LatestMove } from '@sluice/contract';
import { SluiceError } from '../errors';
import { latestTag, tagKey } from '../keys';
import { decodeMetadata } from '../metadata/metadata';
import type { ReleaseContext } from '../context';
import { authorOf } from '../tags/author';
import { describeHold, readHold } from '../tags/hold';
import { moveTag } from '../tags/move-tag';
import type { Stored } from '../tags/read-tag';
import type { MoveOperation } from '@sluice/contract';
import { readLine, type Line } from './line';
import type { Newest } from './newest';
import { newestPromotable, type KnownArchive, type Promotable } from './promotable';
import { readRegister } from './register';

/** How often a `latest` that someone else keeps moving is checked again. */
const attempts = 10;

/** What became of `latest`. */
export interface Convergence {
  /** What the register names; nothing while nothing was published. */
  newest?: Newest;
  /** What is on the tag. */
  tag?: Stored;
  /** Why it stays where it is, whatever the register names. */
  hold?: string;
  promotable?: Promotable;
  moved?: LatestMove;
}

/**
 * Whether the tag has what the register names, so that nothing is to be moved. The archive must be there: else the tag
 * may have this content from another commit, and be behind what was published in between.
 */
export function settled({ tag, newest }: Line, known?: KnownArchive): Convergence | undefined {
  if (tag === undefined || newest === undefined || tag.metadata.digest !== newest.digest) return undefined;
  const archive = known?.sha === newest.commit ? known : undefined;
  if (archive === undefined && tag.metadata.commit !== newest.commit) return undefined;
  return { newest, tag, promotable: { archive, isCurrent: true, rejected: [] } };
}

/**
 * Brings `latest` to the newest commit that was published and may come, from wherever it is, and looks again after every
 * move until there is nothing left to move: so whoever ends last leaves it right, and what one who died has left undone
 * is done by the next. A tag that has the content already is not written, because every version of it starts a pipeline.
 * @param line as it was read last, the tag before the register; read by this function when absent.
 * @param known an archive that need not be asked for.
 * @param operation what moves the tag, for the history.
 * @param force a commit that comes whatever the tag names, once the register names it.
 * @param reasonFor what the history says of a move to this commit.
 * @throws SluiceError `ancestry-unknown` when this clone cannot tell how the tag stands to it; `race-lost` when `latest` never held still.
 */
export async function convergeLatest(
  context: ReleaseContext,
  {
    line,
    known,
    operation = 'publish',
    force,
    reasonFor,
  }: {
    line?: Line;
    known?: KnownArchive;
    operation?: MoveOperation;
    force?: string;
    reasonFor?: (commit: string) => string | undefined;
  } = {},
): Promise<Convergence> {
  let moved: LatestMove | undefined;
  let seen = line;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    seen ??= await readLine(context);
    const { tag, newest, register } = seen;
    if (newest === undefined) return { moved };
    const done = settled(seen, known);
    if (done !== undefined) return { ...done, moved };
    // After the tag: a rollback places its hold first, so that a tag which was rolled back is never seen without it.
    const hold = await readHold(context.bucket, context.prefix, latestTag);
    if (hold !== undefined) return { newest, tag, hold: describeHold(latestTag, hold), moved };
    const promotable = await newestPromotable(context, newest, tag, {
      force: force === newest.commit,
      known,
    });
    const { archive, isCurrent } = promotable;
    if (archive === undefined || isCurrent) return { newest, tag, promotable, moved };
    const from = tag?.metadata.commit;
    const { sha: commit, metadata } = archive;
    const move = await moveTag(
      context,
      latestTag,
      archive.object,
      tag?.object,
      {
        commit,
        digest: metadata.digest ?? '',
        project: metadata.project,
        subject: metadata.subject,
        author: await authorOf(context, { ...metadata, commit }),
        committedAt: metadata.committedAt,
        actor: context.actor,
        run: context.run,
        previous: from,
        operation,
        reason: reasonFor?.(commit),
      },
      { isFresh: true },
    );
    seen = undefined;
    if (move.outcome === 'moved') {
      const { object } = move;
      moved = { from: moved?.from ?? from, commit, versionId: object.versionId };
      // Whoever registered a newer commit, or put the archive there that was missed here, and saw the tag as it was before
      // this move, may have found it right and moved nothing.
      const isStill = commit === newest.commit && (await readRegister(context, register)) === register;
      const done = { archive, isCurrent: true, rejected: promotable.rejected };
      if (isStill)
        return { newest, tag: { object, metadata: decodeMetadata(object) }, promotable: done, moved };
    } else {
      const key = tagKey(context.prefix, latestTag);
      context.report({
        kind: 'retrying',
        key,
        why: `${move.by ?? 'someone else'} moved it in the meantime`,
      });
    }
  }
  throw new SluiceError(
    'race-lost',
    `"latest" was moved by others ${attempts} times during the update to the newest commit.`,
    'Publish again; the archive itself is published.',
  );
}
