import type { History, HistoryEntry, Run } from '@sluice/release';
import { lookOfStatus, type Looks } from './looks';
import { tableLines, type Column } from './table';
import { ago, exactTime } from './times';
import { printable, shortSha } from './words';

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

/** The history of a tag as a table, newest first. */
export function historyLines(history: History, looks: Looks, now = Date.now()): string[] {
  const rows = history.entries.map((entry) => [
    { text: entry.isCurrent ? '→' : '' },
    { text: name(entry), look: entry.isCurrent ? looks.bold : undefined },
    { text: exactTime(entry.writtenAt) },
    { text: ago(entry.writtenAt, now), look: looks.dim },
    { text: entry.actor ?? '' },
    {
      text: entry.runs.map(({ environment, status }) => `${environment} ${status}`).join(', '),
      look: (text: string) => looks.link(lookOfStatus(looks, worst(entry)?.status)(text), worst(entry)?.url),
    },
    { text: entry.author ?? '' },
    { text: entry.subject ?? '' },
    { text: entry.reason ?? '', look: looks.dim },
  ]);
  if (rows.length === 0) return [`Nothing was ever on "${history.tag}".`];
  const more = history.isTruncated ? ['Older ones are left out; --limit shows more.'] : [];
  return [...tableLines(columns, rows, looks), ...pages(history, looks).map(printable), ...more];
}

function name({ by, commit }: HistoryEntry): string {
  if (by === 'removed') return '(removed)';
  const sha = commit === undefined ? 'unknown' : shortSha(commit);
  return by === 'hand' ? `${sha} (by hand)` : sha;
}

/** Where nothing can lie behind a text, the pages of what went wrong are told below. */
function pages({ entries }: History, looks: Looks): string[] {
  if (looks.hasLinks) return [];
  return entries.flatMap((entry) =>
    entry.runs
      .filter(({ status, url }) => status !== 'Succeeded' && status !== 'Superseded' && url !== undefined)
      .map(({ environment, status, url }) => `${name(entry)} ${status} in ${environment}: ${url}`),
  );
}

/** The run that somebody would want to look at first. */
function worst({ runs }: HistoryEntry): Run | undefined {
  return runs.find(({ status }) => status !== 'Succeeded') ?? runs[0];
}
