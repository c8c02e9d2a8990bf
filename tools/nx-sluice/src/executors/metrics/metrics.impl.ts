import type { Metrics } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { chooseTarget, isTimeZone, readMetrics, SluiceError } from '@sluice/release';
import { metricsLines } from '../../terminal/metrics-lines';
import { createPrinter } from '../../terminal/printer';
import { runCommand } from '../../terminal/run-command';
import { stylesFor } from '../../terminal/styles';
import { count } from '../../terminal/text';
import { withRelease } from '../../composition/with-release';
import type { MetricsOptions } from './schema';

/** One line that says what is now true. */
export function describeMetrics({ environments }: Metrics): string {
  const facts = environments.map(({ name, total }) => `${name}: ${count(total.deployments, 'deployment')}`);
  return `${facts.join('; ') || 'No environment could be read'}.`;
}

export default function metrics(
  options: MetricsOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release) => {
      const { env: environment, weeks = 8, timeZone = 'UTC' } = options;
      if (environment !== undefined) chooseTarget(release.settings, { env: environment });
      if (!isTimeZone(timeZone))
        throw new SluiceError(
          'usage',
          `Invalid value for --timeZone: "${timeZone}".`,
          'Use a name of the IANA database, such as UTC or Europe/Berlin.',
        );
      const found = await readMetrics(release, { environment, weeks, timeZone });
      printer.table(metricsLines(found, stylesFor(options.json ? process.stderr : process.stdout)));
      printer.done(describeMetrics(found), found);
    }),
  );
}
