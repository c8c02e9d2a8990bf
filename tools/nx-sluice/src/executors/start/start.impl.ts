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
    const { freeCloudFolder, serveApps } = await import('../../local-app/serve-apps');
    const { ToolLog } = await import('../../local-app/tool-log');
    const { consoleBeside } = await import('../../local-app/console-beside');
    freeCloudFolder(root, apps);
    const { port = 0, console: consolePort = 0 } = options;
    const say = (text: string) => text.split('\n').forEach((line) => printer.line(line));
    await interruptible(async (signal) => {
      const beside = await consoleBeside({ root, signal, say });
      await serveApps({
        root,
        apps,
        ports: { cloud: port, console: consolePort },
        ...beside,
        signal,
        log: new ToolLog('sluice-start'),
        say,
        onReady: (served) => printer.done('Ready.', served),
      });
    });
  });
}
