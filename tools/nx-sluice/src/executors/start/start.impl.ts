import type { ExecutorContext } from '@nx/devkit';
import { readApps } from '../../composition/read-settings';
import { createPrinter } from '../../terminal/printer';
import { runCommand } from '../../terminal/run-command';
import { interruptible } from '../../terminal/watch/interruption';
import type { StartOptions } from './schema';

export default function start(
  options: StartOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const printer = createPrinter({ json: options.json });
  return runCommand(printer, context.isVerbose, async () => {
    const { root } = context;
    const apps = await readApps(root, process.env, {});
    const [{ freeCloudFolder, serveApps }, { ToolLog }] = await Promise.all([
      import('../../local-app/serve-apps'),
      import('../../local-app/tool-log'),
    ]);
    freeCloudFolder(root, apps);
    const { port = 0, environmentPort = 0 } = options;
    await interruptible((signal) =>
      serveApps({
        root,
        apps,
        ports: { cloud: port, console: Math.max(0, environmentPort - 1) },
        signal,
        log: new ToolLog('sluice-start'),
        say: (text) => text.split('\n').forEach((line) => printer.line(line)),
        onReady: (served) => printer.done('Ready.', served),
      }),
    );
  });
}
