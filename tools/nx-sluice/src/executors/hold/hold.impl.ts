import type { ExecutorContext } from '@nx/devkit';
import { chooseTarget, describeHold, holdTag, type Holding } from '@sluice/release';
import { explained } from '../../terminal/explained';
import { createPrinter } from '../../terminal/printer';
import { textOption } from '../../workspace/text-option';
import { withRelease } from '../../workspace/with-release';
import type { HoldOptions } from './schema';

/** One line that says what is now true. */
export function describeHolding({ tag, outcome, hold }: Holding): string {
  return outcome === 'held'
    ? `"${tag}" is held: nothing moves it until it is released.`
    : `${describeHold(tag, hold)}. That hold stands; nothing was written.`;
}

export default function hold(raw: HoldOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  const reason = textOption(raw.reason, 'reason', context);
  const printer = createPrinter({ json: raw.json });
  return explained(printer, context.isVerbose, () =>
    withRelease(raw, context, printer, async (release) => {
      const holding = await holdTag(release, chooseTarget(release.settings, raw), reason);
      printer.done(describeHolding(holding), holding);
    }),
  );
}
