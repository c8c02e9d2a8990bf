import type { HoldResult, HoldPlan } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { chooseTarget, describeHold, holdTag, planHold } from '@sluice/release';
import { runCommand } from '../../terminal/run-command';
import { createPrinter } from '../../terminal/printer';
import { textOption } from '../../composition/text-option';
import { withRelease } from '../../composition/with-release';
import type { HoldOptions } from './schema';

/** One line that says what is now true. */
export function describeHoldResult({ tag, outcome, hold }: HoldResult): string {
  return outcome === 'held'
    ? `"${tag}" is on hold until the hold is removed.`
    : `${describeHold(tag, hold)}. Nothing was written.`;
}

export function describeHoldPlan({ tag, hold }: HoldPlan): string {
  return hold === undefined
    ? `Dry run: "${tag}" would be put on hold.`
    : `Dry run: ${describeHold(tag, hold)}; nothing would change.`;
}

export default function hold(raw: HoldOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  const reason = textOption(raw.reason, 'reason', context);
  const isDryRun = raw.dryRun === true || process.env.NX_DRY_RUN === 'true';
  const printer = createPrinter({ json: raw.json });
  return runCommand(printer, context.isVerbose, () =>
    withRelease(raw, context, printer, async (release) => {
      const target = chooseTarget(release.settings, raw);
      if (isDryRun) {
        const plan = await planHold(release, target, reason);
        printer.done(describeHoldPlan(plan), { dryRun: true, ...plan });
        return;
      }
      const holdResult = await holdTag(release, target, reason);
      printer.done(describeHoldResult(holdResult), holdResult);
    }),
  );
}
