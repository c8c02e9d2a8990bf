import type { PrunePlanView, PruneResult } from '@sluice/contract';
import type { Styles } from './styles';
import { tableLines, type Column } from './table';
import { ago, exactTime } from './times';
import { bytes, count, shortSha } from './text';

const columns: Column[] = [
  { name: 'commit' },
  { name: 'published' },
  { name: '', leaves: 1 },
  { name: 'size' },
  { name: 'subject', leaves: 2 },
];

const reasons: Record<keyof PrunePlanView['kept'], string> = {
  recent: 'recent',
  needed: 'used by a version of a tag',
  newest: 'the newest commit',
  rejected: 'rejected',
  foreign: 'not published by Sluice',
};

/** What is to be deleted, as a table, and below it how much stays, and why. */
export function pruneLines(
  { toDelete, notExamined, kept }: PrunePlanView,
  styles: Styles,
  now = Date.now(),
): string[] {
  const rows = toDelete.map(({ commit, writtenAt, size, subject }) => [
    { text: shortSha(commit), style: styles.bold },
    { text: exactTime(writtenAt) },
    { text: ago(writtenAt, now), style: styles.dim },
    { text: bytes(size) },
    { text: subject ?? '' },
  ]);
  const table = tableLines(columns, rows, styles);
  const staying = (Object.keys(reasons) as (keyof typeof reasons)[])
    .filter((reason) => kept[reason] > 0)
    .map((reason) => `${kept[reason]} ${reasons[reason]}`);
  return [
    ...(rows.length === 0 ? [] : table),
    ...(staying.length === 0 ? [] : [`Kept: ${staying.join(', ')}.`]),
    ...(notExamined === 0 ? [] : [listedOnly(notExamined)]),
  ];
}

function listedOnly(number: number): string {
  return `${count(number, 'archive')} at the end of the plan ${number === 1 ? 'is' : 'are'} known only from the listing. Each is checked before it is deleted, and kept if it was rejected or not published by Sluice.`;
}

export function failedLines({ failed }: PruneResult): string[] {
  return failed.map(({ key, why }) => `${key} was not deleted: ${why}.`);
}

export function sparedLines({ spared }: PruneResult): string[] {
  return spared.map(({ commit, why }) => `${shortSha(commit)} was kept: ${why}.`);
}
