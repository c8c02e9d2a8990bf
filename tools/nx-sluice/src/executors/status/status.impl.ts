import type { Status, StatusOfApps } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { readStatus, type Settings } from '@sluice/release';
import { runCommand } from '../../terminal/run-command';
import { stylesFor } from '../../terminal/styles';
import { createPrinter, type Printer } from '../../terminal/printer';
import { statusLines } from '../../terminal/status-lines';
import { count, shortSha } from '../../terminal/text';
import { selectedApps } from '../../composition/selected-apps';
import { withRelease } from '../../composition/with-release';
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
  return runCommand(printer, context.isVerbose, async () => {
    const apps = await selectedApps(options, context);
    const looks = stylesFor(options.json ? process.stderr : process.stdout);
    const [only] = apps;
    if (only !== undefined && apps.length === 1) {
      const found = await read(only, options, context, printer);
      printer.table(statusLines(found, looks));
      printer.done(describeStatus(found), found);
      return;
    }
    const all: StatusOfApps = { schemaVersion: 2, apps: [] };
    for (const settings of apps) {
      const found = { app: settings.app, ...(await read(settings, options, context, printer)) };
      printer.table([looks.bold(found.app), ...statusLines(found, looks), '']);
      all.apps.push(found);
    }
    printer.done(all.apps.map((one) => `${one.app}: ${describeStatus(one)}`).join(' '), all);
  });
}

function read(
  { app }: Settings,
  options: StatusOptions,
  context: ExecutorContext,
  printer: Printer,
): Promise<Status> {
  return withRelease({ ...options, app }, context, printer, (release, { pipelines }) =>
    readStatus({ ...release, pipelines }),
  );
}
