import type { UnholdResult } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { chooseTarget, removeHold, tagKey } from '@sluice/release';
import { runCommand } from '../../terminal/run-command';
import { createPrinter } from '../../terminal/printer';
import { endWith } from '../../terminal/watch/end-with';
import { shortSha } from '../../terminal/text';
import { textOption } from '../../composition/text-option';
import { withRelease } from '../../composition/with-release';
import type { UnholdOptions } from './schema';

/** One line that says what is now true. */
export function describeUnholdResult({ tag, outcome, moved }: UnholdResult): string {
  const first = outcome === 'removed' ? `Hold removed from "${tag}"` : `"${tag}" was not on hold`;
  if (moved === undefined) return `${first}; the tag did not move.`;
  const left = moved.from === undefined ? '' : ` from ${shortSha(moved.from)}`;
  return `${first}; the tag moved${left} to ${shortSha(moved.commit)}.`;
}

export default function unhold(raw: UnholdOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  const reason = textOption(raw.reason, 'reason', context);
  const printer = createPrinter({ json: raw.json });
  return runCommand(printer, context.isVerbose, () =>
    withRelease(raw, context, printer, async (place, watching) => {
      const target = chooseTarget(place.settings, raw);
      const outcome = await removeHold(place, target, reason);
      const { moved } = outcome;
      const followed = moved && {
        ...moved,
        ...target,
        key: tagKey(place.prefix, target.tag),
        written: 'now' as const,
      };
      await endWith(describeUnholdResult(outcome), outcome, followed, { options: raw, printer, watching });
    }),
  );
}
