import type { ExecutorContext } from '@nx/devkit';
import { readApps } from '../../composition/read-settings';
import { createPrinter } from '../../terminal/printer';
import { runCommand } from '../../terminal/run-command';
import { interruptible } from '../../terminal/watch/interruption';
import type { ConsoleOptions } from './schema';

export default function console(
  options: ConsoleOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, async () => {
    const { bucket, region, port = 0 } = options;
    const apps = await readApps(context.root, process.env, { bucket, region });
    const { serveConsole } = await import('../../local-app/serve-console');
    await interruptible((signal) =>
      serveConsole({
        root: context.root,
        apps,
        overrides: { bucket, region },
        port,
        signal,
        say: (line) => printer.line(line),
        onReady: (url) => printer.done(`The release console: ${url}`, { url }),
      }),
    );
  });
}
