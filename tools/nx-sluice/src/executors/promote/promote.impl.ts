import type { Promotion } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import {
  applyPromotion,
  chooseTarget,
  planPromotion,
  planView,
  assertAllowed,
  assertReasonFits,
} from '@sluice/release';
import { askReason } from '../../terminal/ask-reason';
import { confirm } from '../../terminal/confirm';
import { runCommand } from '../../terminal/run-command';
import { planLines } from '../../terminal/plan-lines';
import { createPrinter } from '../../terminal/printer';
import { endWith } from '../../terminal/watch/end-with';
import { shortSha } from '../../terminal/text';
import { textOption } from '../../composition/text-option';
import { withRelease } from '../../composition/with-release';
import type { PromoteOptions } from './schema';

/** One line that says what is now true. */
export function describePromotion({ tag, outcome, commit, from }: Promotion): string {
  if (outcome === 'current')
    return `"${tag}" already has the content of ${shortSha(commit)}. Nothing was written.`;
  const left = from === undefined ? '' : ` from ${shortSha(from)}`;
  return `Promoted ${shortSha(commit)}: "${tag}" moved${left} to it.`;
}

interface NormalizedOptions extends PromoteOptions {
  sha: string;
  reason?: string;
  override?: string;
  dryRun: boolean;
  yes: boolean;
}

export function normalizeOptions(options: PromoteOptions, context: ExecutorContext): NormalizedOptions {
  return {
    ...options,
    sha: textOption(options.sha, 'sha', context) ?? 'HEAD',
    reason: textOption(options.reason, 'reason', context),
    override: textOption(options.override, 'override', context),
    // Options do not reach a task that runs because another depends on it; the variable does.
    dryRun: options.dryRun === true || process.env.NX_DRY_RUN === 'true',
    yes: options.yes ?? false,
  };
}

export default function promote(
  raw: PromoteOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const options = normalizeOptions(raw, context);
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release, watching) => {
      assertReasonFits(options);
      const target = chooseTarget(release.settings, options);
      const plan = await planPromotion(release, target, options.sha, { override: options.override });
      planLines(plan).forEach((line) => printer.line(line));
      if (options.dryRun) {
        printer.done('Dry run: nothing was written.', { dryRun: true, plan: planView(plan) });
        return;
      }
      let { reason } = options;
      if (!plan.isCurrent) {
        assertAllowed(plan);
        await confirm(plan, options.yes);
        reason = await askReason({ ...options, ...plan });
      }
      const promotion = await applyPromotion(release, plan, reason);
      const written = promotion.outcome === 'moved' ? 'now' : 'earlier';
      const followed = { ...promotion, environments: target.environments, written } as const;
      await endWith(describePromotion(promotion), promotion, followed, { options, printer, watching });
    }),
  );
}
