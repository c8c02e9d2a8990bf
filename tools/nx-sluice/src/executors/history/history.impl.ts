import type { History } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { chooseTarget, readHistory } from '@sluice/release';
import { runCommand } from '../../terminal/run-command';
import { historyLines } from '../../terminal/history-lines';
import { stylesFor } from '../../terminal/styles';
import { createPrinter } from '../../terminal/printer';
import { count, shortSha } from '../../terminal/text';
import { withRelease } from '../../composition/with-release';
import type { HistoryOptions } from './schema';

/** One line that says what is now true. */
export function describeHistory({ tag, entries }: History): string {
  const [newest] = entries;
  if (newest === undefined || newest.by === 'removed') return `"${tag}" has no content.`;
  const commit = newest.commit === undefined ? 'an unknown commit' : shortSha(newest.commit);
  return `"${tag}" has ${commit}; ${count(entries.length, 'version')} shown.`;
}

export default function history(
  options: HistoryOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release) => {
      const target = chooseTarget(release.settings, options);
      const found = await readHistory(release, target, { limit: options.limit });
      const looks = stylesFor(options.json ? process.stderr : process.stdout);
      printer.table(historyLines(found, looks));
      printer.done(describeHistory(found), found);
    }),
  );
}
