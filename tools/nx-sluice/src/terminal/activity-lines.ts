import type { ActivityLog, ActivityLogEntry } from '@sluice/contract';
import type { Styles } from './styles';
import { tableLines, type Cell, type Column } from './table';
import { ago, exactTime } from './times';
import { shortSha } from './text';

const columns: Column[] = [
  { name: 'when' },
  { name: '', leaves: 3 },
  { name: 'app' },
  { name: 'environment' },
  { name: 'what' },
  { name: 'commit' },
  { name: 'by', leaves: 2 },
  { name: 'result', leaves: 1 },
  { name: 'subject', leaves: 5 },
  { name: 'reason', leaves: 6 },
];

/** What happened, as a table, newest first. The app has a column where there are several. */
export function activityLines(
  { entries, next, searchedTo }: ActivityLog,
  styles: Styles,
  { isOfSeveral = false, now = Date.now() }: { isOfSeveral?: boolean; now?: number } = {},
): string[] {
  const rows = entries.map((entry) => row(entry, styles, isOfSeveral, now));
  const more =
    next === undefined || searchedTo === undefined
      ? []
      : [`Searched back to ${exactTime(searchedTo)}. Increase --limit, or pass --until to go on from there.`];
  return [...(rows.length === 0 ? [] : tableLines(columns, rows, styles)), ...more];
}

function row(entry: ActivityLogEntry, styles: Styles, isOfSeveral: boolean, now: number): Cell[] {
  const { at, app, environments, kind, commit, actor, runs = [], subject, reason } = entry;
  const isBad = kind === 'failure' || kind === 'rollback' || kind === 'reject';
  return [
    { text: exactTime(at) },
    { text: ago(at, now), style: styles.dim },
    { text: isOfSeveral ? app : '' },
    { text: environments.join(', '), style: styles.bold },
    { text: describeKind(entry), style: isBad ? styles.red : undefined },
    { text: commit === undefined ? '' : shortSha(commit) },
    { text: actor ?? '' },
    {
      text:
        kind === 'failure'
          ? ''
          : runs.map(({ environment, status }) => `${environment} ${status}`).join(', '),
      style: styles.dim,
    },
    { text: subject ?? '' },
    { text: reason ?? '', style: styles.dim },
  ];
}

/** What happened, in the word that `--kinds` takes, unless that alone says too little. */
function describeKind({ kind, object }: ActivityLogEntry): string {
  return kind === 'removal' ? `removal of the ${object ?? 'tag'}` : kind;
}
