import type { PrunePlanView, PruneResult } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import {
  parseDuration,
  planPrune,
  prune as pruneArchives,
  type PruneRequest,
  SluiceError,
} from '@sluice/release';
import { runCommand } from '../../terminal/run-command';
import { stylesFor } from '../../terminal/styles';
import { createPrinter } from '../../terminal/printer';
import { failedLines, pruneLines, sparedLines } from '../../terminal/prune-lines';
import { bytes, count, grouped } from '../../terminal/text';
import { textOption } from '../../composition/text-option';
import { withRelease } from '../../composition/with-release';
import type { PruneOptions } from './schema';

/** One line that says what is now true. */
export function describePruneResult({ deleted, size }: PruneResult): string {
  if (deleted.length === 0) return 'Nothing was deleted.';
  return (
    `Deleted ${count(deleted.length, 'archive')} (${bytes(size)}) behind delete markers: ` +
    'a lifecycle rule of the bucket frees the space; until then, versions can be restored.'
  );
}

export function describePlan({ toDelete, notExamined, size, archives }: PrunePlanView): string {
  if (toDelete.length === 0) return `Nothing to delete; ${count(archives, 'archive')} checked.`;
  const number = grouped(toDelete.length);
  const what = `${number} of ${count(archives, 'archive')} (${bytes(size)})`;
  const most = notExamined === 0 ? '' : ' at most';
  return `Would delete${most} ${what}. Nothing was written. Pass --yes to delete.`;
}

function notDeleted({ failed, deleted }: PruneResult): SluiceError {
  const all = failed.length + deleted.length;
  return new SluiceError(
    'failed',
    `${failed.length} of ${count(all, 'archive')} could not be deleted.`,
    'Fix the errors above, such as a missing permission, then prune again.',
  );
}

/** @throws SluiceError `usage` a length of time that is none, or a number that is no count. */
export function normalizeOptions(
  { olderThan, keep = 20 }: PruneOptions,
  context: ExecutorContext,
): PruneRequest {
  const text = textOption(olderThan, 'olderThan', context) ?? '90d';
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) {
    throw new SluiceError(
      'usage',
      `Invalid value for --olderThan: "${text}".`,
      'Use a duration in w, d, h, m or s, larger units first, such as 90d, 26w or 1d12h.',
    );
  }
  if (!Number.isInteger(keep) || keep < 0)
    throw new SluiceError('usage', `Invalid value for --keep: ${keep}.`, 'Use a whole number of 0 or more.');
  return { olderThan: milliseconds, keep };
}

export default function prune(
  options: PruneOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, async () => {
    const request = normalizeOptions(options, context);
    await withRelease(options, context, printer, async (release) => {
      const plan = await planPrune(release, request);
      const looks = stylesFor(options.json ? process.stderr : process.stdout);
      printer.table(pruneLines(plan.view, looks));
      const isDryRun = options.dryRun === true || options.yes !== true || process.env.NX_DRY_RUN === 'true';
      if (isDryRun) {
        printer.done(describePlan(plan.view), { dryRun: true, ...plan.view });
        return;
      }
      const pruneResult = await pruneArchives(release, plan);
      sparedLines(pruneResult).forEach((line) => printer.line(line));
      failedLines(pruneResult).forEach((line) => printer.line(line));
      printer.done(describePruneResult(pruneResult), pruneResult);
      if (pruneResult.failed.length > 0) throw notDeleted(pruneResult);
    });
  });
}
