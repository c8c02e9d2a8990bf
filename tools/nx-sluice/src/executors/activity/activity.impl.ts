import type { ActivityLog } from '@sluice/contract';
import type { ExecutorContext } from '@nx/devkit';
import {
  activityCsv,
  chooseTarget,
  readActivityLog,
  type ActivityLogQuery,
  type ReleaseContext,
  type Settings,
} from '@sluice/release';
import { activityLines } from '../../terminal/activity-lines';
import { printable } from '../../terminal/printable';
import { createPrinter, type Printer } from '../../terminal/printer';
import { runCommand } from '../../terminal/run-command';
import { stylesFor } from '../../terminal/styles';
import { grouped } from '../../terminal/text';
import { momentOption } from '../../composition/moment-option';
import { requireOneForm } from '../../composition/output-form';
import { selectedApps } from '../../composition/selected-apps';
import { textOption } from '../../composition/text-option';
import { withRelease } from '../../composition/with-release';
import type { ActivityOptions } from './schema';

/** One line that says what is now true. */
export function describeActivity({ entries, next }: ActivityLog): string {
  if (entries.length === 0) return next === undefined ? 'Nothing found.' : 'Nothing found so far.';
  return entries.length === 1 ? '1 entry shown.' : `${grouped(entries.length)} entries shown.`;
}

export default function activity(
  options: ActivityOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const isCsv = options.format === 'csv';
  const document = isCsv ? (data: unknown) => csvToPrint(data as ActivityLog) : undefined;
  const printer = createPrinter({ json: options.json, document });
  return runCommand(printer, context.isVerbose, async () => {
    requireOneForm(options);
    const query = queryOf(options, context);
    const apps = await selectedApps(options, context);
    requireEnvironment(apps, options.env);
    const found = await withReleases(apps, options, context, printer, (releases) =>
      readActivityLog(releases, query, { reads: recordsToRead }),
    );
    const looks = stylesFor(options.json || isCsv ? process.stderr : process.stdout);
    if (!isCsv) printer.table(activityLines(found, looks, { isOfSeveral: apps.length > 1 }));
    printer.done(describeActivity(found), found);
  });
}

/** What is read is kept on this machine, so that one that reads much does so once. */
const recordsToRead = 5_000;

function queryOf(options: ActivityOptions, context: ExecutorContext): ActivityLogQuery {
  const { env: environment, kinds, since, until, limit = 50 } = options;
  return {
    environment,
    person: textOption(options.person, 'person', context),
    kinds: kinds?.split(',') as ActivityLogQuery['kinds'],
    since: momentOption(textOption(since, 'since', context), 'since'),
    until: momentOption(textOption(until, 'until', context), 'until'),
    limit,
  };
}

/** @throws SluiceError `unknown-environment` when none of these apps has it. */
function requireEnvironment(apps: readonly Settings[], env: string | undefined): void {
  const [first] = apps;
  const isKnown = apps.some(({ environments }) => environments.some(({ name }) => name === env));
  if (env !== undefined && !isKnown && first !== undefined)
    chooseTarget({ ...first, environments: apps.flatMap(({ environments }) => environments) }, { env });
}

/** Opens one app after the other, lets `use` work with all of them, and closes them. */
function withReleases<T>(
  apps: readonly Settings[],
  options: ActivityOptions,
  context: ExecutorContext,
  printer: Printer,
  use: (releases: readonly ReleaseContext[]) => Promise<T>,
  opened: readonly ReleaseContext[] = [],
): Promise<T> {
  const [next, ...others] = apps;
  if (next === undefined) return use(opened);
  return withRelease({ ...options, app: next.app }, context, printer, (release) =>
    withReleases(others, options, context, printer, use, [...opened, release]),
  );
}

/** Line breaks of fields stay, in quotes; all else that a terminal would obey is shown. */
function csvToPrint({ entries }: ActivityLog): string {
  const lines = (text: string) => text.split('\n').map(printable).join('\n');
  return activityCsv(entries).split('\r\n').map(lines).join('\r\n');
}
