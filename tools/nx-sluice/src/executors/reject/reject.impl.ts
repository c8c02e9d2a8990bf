import type { RejectOutcome } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { accept, describeRejection, reject as rejectArchive } from '@sluice/release';
import { askRejectionReason } from '../../terminal/ask-reason';
import { runCommand } from '../../terminal/run-command';
import { createPrinter } from '../../terminal/printer';
import { shortSha } from '../../terminal/text';
import { textOption } from '../../composition/text-option';
import { withRelease } from '../../composition/with-release';
import type { RejectOptions } from './schema';

/** One line that says what is now true. */
export function describeReject({ commit, outcome, rejection, environments }: RejectOutcome): string {
  const sha = shortSha(commit);
  if (outcome === 'accepted') return `${sha} is no longer rejected.`;
  if (outcome === 'unchanged') {
    return rejection === undefined
      ? `${sha} is not rejected; nothing was written.`
      : `${sha} is unchanged: ${describeRejection(rejection)}. Nothing was written.`;
  }
  const where =
    environments.length === 0 ? '' : ` It is still deployed to ${environments.join(', ')}. Roll back there.`;
  return `${sha} is rejected. It can no longer be promoted or rolled back to.${where}`;
}

export default function reject(
  options: RejectOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const sha = textOption(options.sha, 'sha', context) ?? '';
  const reason = textOption(options.reason, 'reason', context);
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release) => {
      const outcome = options.undo
        ? await accept(release, sha, reason)
        : await rejectArchive(release, sha, await askRejectionReason({ reason, json: options.json }));
      printer.done(describeReject(outcome), outcome);
    }),
  );
}
