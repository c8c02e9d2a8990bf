import type { EnvironmentStatus, Status } from '@sluice/contract';
import { describeHold, describeRejection, type NextCommand } from '@sluice/release';
import { nextCommandFor } from './next-command';
import { styleOfStatus, type Styles } from './styles';
import { tableLines, type Column } from './table';
import { ago, exactTime } from './times';
import { printable, shortSha } from './text';

const columns: Column[] = [
  { name: 'environment' },
  { name: 'tag', leaves: 3 },
  { name: 'commit' },
  { name: 'behind' },
  { name: 'since', leaves: 2 },
  { name: '', leaves: 4 },
  { name: 'by', leaves: 5 },
  { name: 'pipeline', leaves: 1 },
  { name: 'author', leaves: 6 },
  { name: 'subject', leaves: 7 },
];

/** What is where, as a table, and below it what someone should know. */
export function statusLines(
  status: Status,
  styles: Styles,
  { now = Date.now(), command = nextCommandFor({ app: '' }) }: { now?: number; command?: NextCommand } = {},
): string[] {
  const rows = status.environments.map(({ name, tag, current, behind, run }) => [
    { text: name, style: styles.bold },
    { text: tag },
    { text: current === undefined ? '–' : sha(current.commit) },
    { text: behind === undefined || behind === 0 ? '' : `−${behind}`, style: styles.yellow },
    { text: current === undefined ? '' : exactTime(current.writtenAt) },
    { text: current === undefined ? '' : ago(current.writtenAt, now), style: styles.dim },
    { text: current?.actor ?? '' },
    {
      text: run?.status ?? '',
      style: (text: string) => styles.link(styleOfStatus(styles, run?.status)(text), run?.url),
    },
    { text: current?.author ?? '' },
    { text: current?.subject ?? '' },
  ]);
  const notes = [...new Set(status.environments.flatMap((one) => notesOn(one, command)))];
  return [...tableLines(columns, rows, styles), ...notes.map((note) => styles.yellow(printable(note)))];
}

function notesOn(environment: EnvironmentStatus, command: NextCommand): string[] {
  const { name, tag, hold, live, run, current, contentOf, rejection, undeliveredSince } = environment;
  const notes: string[] = [];
  if (environment.unreadable !== undefined) notes.push(`${name} is unknown: ${environment.unreadable}`);
  if (contentOf !== undefined)
    notes.push(
      `"${tag}" has ${sha(current?.commit)}, which has the same content as ${sha(contentOf)}, the newest published commit.`,
    );
  if (hold !== undefined) notes.push(`${describeHold(tag, hold)}.`);
  if (rejection !== undefined)
    notes.push(`${sha(current?.commit)} is deployed to ${name}, but ${describeRejection(rejection)}.`);
  if (live !== undefined && !live.isOnTag && run?.status !== 'InProgress') {
    notes.push(`${name} runs ${sha(live.commit)}, but "${tag}" has ${sha(current?.commit)}.`);
  }
  if (undeliveredSince !== undefined)
    notes.push(
      `"${tag}" moved at ${exactTime(undeliveredSince)}, but the pipeline of ${name} has not started on it. Start it: ${command('redeploy', name)}`,
    );
  const isTrouble = run?.status === 'Failed' || run?.status === 'Stopped' || run?.status === 'InProgress';
  if (isTrouble && run.url !== undefined) notes.push(`${name}: ${run.url}`);
  return notes;
}

function sha(commit: string | undefined): string {
  return commit === undefined ? 'unknown' : shortSha(commit);
}
