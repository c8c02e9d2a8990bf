import type { Promotion } from '@sluice/contract';
import { SluiceError } from '../../errors';
import { latestTag } from '../../keys';
import { convergeLatest } from '../../latest/converge';
import type { ReleaseContext } from '../../context';
import { readTag } from '../../tags/read-tag';
import { undoHold, type PlacedHold } from './rollback-hold';

/** @throws SluiceError `race-lost` when the tag is not where the rollback moved it any more. */
export async function requireStill(
  context: ReleaseContext,
  tag: string,
  { versionId }: Pick<Promotion, 'versionId'>,
): Promise<void> {
  const current = await readTag(context, tag);
  if (current?.object.versionId === versionId) return;
  throw new SluiceError(
    'race-lost',
    `The hold of "${tag}" was removed during the rollback, and ${current?.metadata.actor ?? 'someone else'} moved the tag again.`,
    'Check the current version of the tag, then roll back again.',
  );
}

/**
 * Takes back the hold of a rollback that was not made. Whoever published while it was there left `latest` alone, and
 * nobody else would complete that. A tag that a person moved stays where they moved it.
 */
export async function giveUp(
  context: ReleaseContext,
  tag: string,
  placed: PlacedHold,
  what: string,
  error: unknown,
): Promise<void> {
  const operation = (await readTag(context, tag))?.metadata.operation;
  // Who lost the race to a publish or a promotion knows that they did not move it, be it to the content that was to come.
  const isLost = error instanceof SluiceError && error.code === 'race-lost';
  const mayBeMade = !isLost || operation === 'rollback';
  const isRemoved = await undoHold(context, tag, placed, { what, mayBeMade });
  if (!isRemoved || tag !== latestTag || (operation !== 'publish' && operation !== 'unhold')) return;
  await convergeLatest(context, { operation: 'unhold', reasonFor: () => `not ${what}` });
}
