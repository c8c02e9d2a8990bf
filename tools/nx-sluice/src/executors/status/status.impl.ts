import type { Status, StatusOfApps } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import { isUserFacingError, readStatus, SluiceError, type Settings } from '@sluice/release';
import { nextCommandFor } from '../../terminal/next-command';
import { runCommand } from '../../terminal/run-command';
import { stylesFor } from '../../terminal/styles';
import { createPrinter, type Printer } from '../../terminal/printer';
import { statusLines } from '../../terminal/status-lines';
import { statusMarkdown } from '../../terminal/status-markdown';
import { count, shortSha } from '../../terminal/text';
import { requireOneForm } from '../../composition/output-form';
import { selectedApps } from '../../composition/selected-apps';
import { withRelease } from '../../composition/with-release';
import type { StatusOptions } from './schema';

/** One line that says what is now true. */
export function describeStatus({ newest, environments }: Status): string {
  if (newest === undefined) return 'No archives published yet.';
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
  const isMarkdown = options.format === 'markdown';
  const document = isMarkdown ? (data: unknown) => statusMarkdown(data as Status | StatusOfApps) : undefined;
  const printer = createPrinter({ json: options.json, document });
  return runCommand(printer, context.isVerbose, async () => {
    requireOneForm(options);
    const apps = await selectedApps(options, context);
    const looks = stylesFor(options.json || isMarkdown ? process.stderr : process.stdout);
    const [only] = apps;
    if (only !== undefined && apps.length === 1) {
      const found = await read(only, options, context, printer);
      printer.table(statusLines(found, looks, { command: nextCommandFor(only) }));
      printer.done(describeStatus(found), found);
      return;
    }
    const { all, errors } = await readAll(apps, options, context, printer);
    // One cause for all, such as expired credentials, is told once.
    if (errors.length === apps.length && new Set(errors.map(String)).size === 1) throw errors[0];
    for (const found of all.apps) {
      const command = nextCommandFor({ app: found.app, isOneOfSeveral: true });
      printer.table([looks.bold(found.app), ...statusLines(found, looks, { command }), '']);
    }
    for (const { app, message, remedy } of all.failed ?? []) printer.line(`${app}: ${message} ${remedy}`);
    const facts = all.apps.map((one) => `${one.app}: ${describeStatus(one)}`);
    printer.done(facts.join(' ') || 'No app could be read.', all);
    if (errors.length > 0) throw notRead(all, errors);
  });
}

async function readAll(
  apps: readonly Settings[],
  options: StatusOptions,
  context: ExecutorContext,
  printer: Printer,
): Promise<{ all: StatusOfApps; errors: unknown[] }> {
  const all: StatusOfApps = { schemaVersion: 2, apps: [] };
  const errors: unknown[] = [];
  for (const settings of apps) {
    const { app } = settings;
    try {
      all.apps.push({ app, ...(await read(settings, options, context, printer)) });
    } catch (error) {
      if (!isUserFacingError(error)) throw error;
      errors.push(error);
      (all.failed ??= []).push({ app, message: error.message, remedy: error.remedy });
    }
  }
  return { all, errors };
}

function notRead({ apps, failed = [] }: StatusOfApps, errors: unknown[]): SluiceError {
  const names = failed.map(({ app }) => app).join(', ');
  return new SluiceError(
    'failed',
    `${failed.length} of ${count(apps.length + failed.length, 'app')} could not be read: ${names}.`,
    'Fix the errors above. --app=<name> shows one app only.',
    { cause: errors[0] },
  );
}

function read(
  { app }: Settings,
  options: StatusOptions,
  context: ExecutorContext,
  printer: Printer,
): Promise<Status> {
  return withRelease({ ...options, app }, context, printer, (release) => readStatus(release));
}
