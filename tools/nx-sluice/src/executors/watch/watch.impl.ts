import type { ExecutorContext } from '@nx/devkit';
import { chooseTarget, findDeployment, narrowed, assertDeployed } from '@sluice/release';
import { runCommand } from '../../terminal/run-command';
import { createPrinter } from '../../terminal/printer';
import { describeDeployment, followDeployment } from '../../terminal/watch/follow-deployment';
import { withRelease } from '../../composition/with-release';
import type { WatchOptions } from './schema';

export default function watch(
  options: WatchOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, () =>
    withRelease(options, context, printer, async (release, watching) => {
      const target = narrowed(chooseTarget(release.settings, options), options.env);
      const followed = await findDeployment(release, target);
      const deployment = await followDeployment(watching, followed, { printer, json: options.json });
      printer.done(describeDeployment(deployment), { deployment });
      assertDeployed(deployment, watching.command);
    }),
  );
}
