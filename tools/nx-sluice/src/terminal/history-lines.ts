import type { Activity, History, HistoryEntry, Run } from '@sluice/contract';
import { styleOfStatus, type Styles } from './styles';
import { tableLines, type Cell, type Column } from './table';
import { ago, exactTime } from './times';
import { printable, shortSha } from './text';

const columns: Column[] = [
  { name: '' },
  { name: 'commit' },
  { name: 'when' },
  { name: '', leaves: 3 },
  { name: 'by', leaves: 2 },
  { name: 'pipeline', leaves: 1 },
  { name: 'author', leaves: 4 },
  { name: 'subject', leaves: 5 },
  { name: 'reason', leaves: 6 },
];

/** The history of a tag as a table, newest first: its versions, and what else was done to it between them. */
export function historyLines(history: History, styles: Styles, now = Date.now()): string[] {
  const entries = new Map(history.entries.map((entry) => [entry.versionId, entry]));
  const rows = history.activity.map((activity) => {
    const isOfTag = ofTag.includes(activity.kind) && activity.object !== 'hold';
    const entry = isOfTag ? entries.get(activity.versionId) : undefined;
    return entry === undefined ? otherRow(activity, styles, now) : versionRow(entry, styles, now);
  });
  if (rows.length === 0) return [`"${history.tag}" has no history.`];
  const more = history.isTruncated ? ['Older entries are not shown. Increase --limit to see more.'] : [];
  return [...tableLines(columns, rows, styles), ...pages(history, styles).map(printable), ...more];
}

/** Kinds of which the versions of the tag tell more. */
const ofTag: Activity['kind'][] = ['move', 'rollback', 'hand-copy', 'removal'];

function versionRow(entry: HistoryEntry, styles: Styles, now: number): Cell[] {
  return [
    { text: entry.isCurrent ? '→' : '' },
    { text: name(entry), style: entry.isCurrent ? styles.bold : undefined },
    ...when(entry.writtenAt, styles, now),
    { text: entry.actor ?? '' },
    {
      text: entry.runs.map(({ environment, status }) => `${environment} ${status}`).join(', '),
      style: (text: string) =>
        styles.link(styleOfStatus(styles, worst(entry)?.status)(text), worst(entry)?.url),
    },
    { text: entry.author ?? '' },
    { text: entry.subject ?? '' },
    { text: entry.reason ?? '', style: styles.dim },
  ];
}

function otherRow(activity: Activity, styles: Styles, now: number): Cell[] {
  return [
    { text: '' },
    { text: what(activity) },
    ...when(activity.at, styles, now),
    { text: activity.actor ?? '' },
    { text: '' },
    { text: '' },
    { text: '' },
    { text: activity.reason ?? '', style: styles.dim },
  ];
}

function when(at: string, styles: Styles, now: number): Cell[] {
  return [{ text: exactTime(at) }, { text: ago(at, now), style: styles.dim }];
}

/** What was done, in brackets where the tag stayed as it was. */
function what({ kind, commit, environments, object }: Activity): string {
  const sha = commit === undefined ? 'unknown' : shortSha(commit);
  switch (kind) {
    case 'hold':
      return '(hold)';
    case 'unhold':
      return '(hold removed)';
    case 'redeploy':
      return `(redeploy${environments?.length ? ` of ${environments.join(', ')}` : ''})`;
    case 'reject':
      return `(${sha} rejected)`;
    case 'undo-reject':
      return `(${sha} no longer rejected)`;
    case 'removal':
      return object === 'hold' ? '(hold deleted manually)' : '(removed)';
    default:
      return sha;
  }
}

function name({ by, commit }: HistoryEntry): string {
  if (by === 'removed') return '(removed)';
  const sha = commit === undefined ? 'unknown' : shortSha(commit);
  return by === 'hand' ? `${sha} (copied manually)` : sha;
}

/** Where nothing can lie behind a text, the pages of what went wrong are told below. */
function pages({ entries }: History, styles: Styles): string[] {
  if (styles.hasLinks) return [];
  return entries.flatMap((entry) =>
    entry.runs
      .filter(({ status, url }) => status !== 'Succeeded' && status !== 'Superseded' && url !== undefined)
      .map(({ environment, status, url }) => `${name(entry)} ${status} in ${environment}: ${url}`),
  );
}

/** The run that someone would want to look at first. */
function worst({ runs }: HistoryEntry): Run | undefined {
  return runs.find(({ status }) => status !== 'Succeeded') ?? runs[0];
}
