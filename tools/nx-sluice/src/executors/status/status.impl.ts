import type { ExecutorContext } from '@nx/devkit';
import { readStatus, type Status } from '@sluice/release';
import { explained } from '../../terminal/explained';
import { looksFor } from '../../terminal/looks';
import { createPrinter } from '../../terminal/printer';
import { statusLines } from '../../terminal/status-lines';
import { count, shortSha } from '../../terminal/words';
import { withRelease } from '../../workspace/with-release';
import type { StatusOptions } from './schema';

/** One line that says what is now true. */
export function describeStatus({ newest, environments }: Status): string {
  if (newest === undefined) return 'Nothing is published yet.';
  const behind = environments.filter((one) => (one.behind ?? 0) > 0).length;
  const held = new Set(environments.filter(({ hold }) => hold !== undefined).map(({ tag }) => tag)).size;
  const facts = [
    behind === 0 ? undefined : `${count(behind, 'environment')} behind`,
    held === 0 ? undefined : `${count(held, 'tag')} held`,
  ].filter((fact) => fact !== undefined);
  return [`${shortSha(newest.commit)} is the newest published`, ...facts].join('; ') + '.';
}

export default function status(
  options: StatusOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const printer = createPrinter({ json: options.json });
  return explained(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release, { pipelines }) => {
      const found = await readStatus({ ...release, pipelines });
      printer.table(statusLines(found, looksFor(options.json ? process.stderr : process.stdout)));
      printer.done(describeStatus(found), found);
    }),
  );
}
