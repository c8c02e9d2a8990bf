import type { HoldRelease } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { chooseTarget, releaseHold, tagKey } from '@sluice/release';
import { explained } from '../../terminal/run-command';
import { createPrinter } from '../../terminal/printer';
import { endWith } from '../../terminal/watch/end-with';
import { shortSha } from '../../terminal/text';
import { textOption } from '../../composition/text-option';
import { withRelease } from '../../composition/with-release';
import type { UnholdOptions } from './schema';

/** One line that says what is now true. */
export function describeHoldRelease({ tag, outcome, moved }: HoldRelease): string {
  const first = outcome === 'removed' ? `"${tag}" is no longer held` : `Nobody held "${tag}"`;
  if (moved === undefined) return `${first}; it stays where it is.`;
  const left = moved.from === undefined ? '' : ` from ${shortSha(moved.from)}`;
  return `${first}; it moved${left} to ${shortSha(moved.commit)}.`;
}

export default function unhold(
  raw: UnholdOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const reason = textOption(raw.reason, 'reason', context);
  const printer = createPrinter({ json: raw.json });
  return explained(printer, context.isVerbose, () =>
    withRelease(raw, context, printer, async (place, watching) => {
      const target = chooseTarget(place.settings, raw);
      const outcome = await releaseHold(place, target, reason);
      const { moved } = outcome;
      const followed = moved && {
        ...moved,
        ...target,
        key: tagKey(place.prefix, target.tag),
        written: 'now' as const,
      };
      await endWith(describeHoldRelease(outcome), outcome, followed, { options: raw, printer, watching });
    }),
  );
}
