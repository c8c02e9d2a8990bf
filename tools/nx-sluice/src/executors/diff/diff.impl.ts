import type { Diff } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { diff as findDifference } from '@sluice/release';
import { diffLines } from '../../terminal/diff-lines';
import { runCommand } from '../../terminal/run-command';
import { createPrinter } from '../../terminal/printer';
import { count } from '../../terminal/text';
import { textOption } from '../../composition/text-option';
import { withRelease } from '../../composition/with-release';
import type { DiffOptions } from './schema';

/** One line that says what is now true. */
export function describeDiff({ from, to, commits, files, isSame }: Diff): string {
  if (isSame) return `${from.name} and ${to.name} have the same content.`;
  const number = files && files.added.length + files.changed.length + files.removed.length;
  const differing = number === undefined ? 'files that cannot be compared' : count(number, 'file');
  return `Between ${from.name} and ${to.name}: ${count(commits.length, 'commit')}, ${differing}.`;
}

export default function diff(options: DiffOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  const from = textOption(options.from, 'from', context) ?? '';
  const to = textOption(options.to, 'to', context) ?? '';
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release) => {
      const found = await findDifference(release, from, to);
      diffLines(found).forEach((line) => printer.line(line));
      printer.done(describeDiff(found), found);
    }),
  );
}
