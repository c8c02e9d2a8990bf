import type { Rollback } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import {
  chooseTarget,
  planRollback,
  assertAllowed,
  assertReasonFits,
  rollBack,
  rollbackPlanView,
} from '@sluice/release';
import { askReason } from '../../terminal/ask-reason';
import { confirm } from '../../terminal/confirm';
import { runCommand } from '../../terminal/run-command';
import { createPrinter } from '../../terminal/printer';
import { rollbackLines } from '../../terminal/rollback-lines';
import { endWith } from '../../terminal/watch/end-with';
import { shortSha } from '../../terminal/text';
import { textOption } from '../../composition/text-option';
import { withRelease } from '../../composition/with-release';
import type { RollbackOptions } from './schema';

/** One line that says what is now true. */
export function describeRollback({ tag, from, commit }: Rollback): string {
  const left = from === undefined ? '' : ` from ${shortSha(from)}`;
  return `Rolled back: "${tag}" moved${left} to ${shortSha(commit)} and is on hold until the hold is removed.`;
}

export default function rollback(
  options: RollbackOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const reason = textOption(options.reason, 'reason', context);
  const override = textOption(options.override, 'override', context);
  const isDryRun = options.dryRun === true || process.env.NX_DRY_RUN === 'true';
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release, watching) => {
      assertReasonFits({ reason, override });
      const target = chooseTarget(release.settings, options);
      const plan = await planRollback(release, target, override, textOption(options.to, 'to', context));
      rollbackLines(plan).forEach((line) => printer.line(line));
      if (isDryRun) {
        printer.done('Dry run: nothing was written.', { dryRun: true, ...rollbackPlanView(plan) });
        return;
      }
      assertAllowed(plan.plan);
      await confirm(plan.plan, options.yes ?? false, { verb: 'roll back', noun: 'rollback of' });
      const { environments, gateResults } = plan.plan;
      const why = await askReason({ ...options, reason, override, environments, gateResults });
      const done = await rollBack(release, plan, why);
      const moved = done.outcome === 'moved' ? { ...done, ...target, written: 'now' as const } : undefined;
      await endWith(describeRollback(done), done, moved, { options, printer, watching });
    }),
  );
}
