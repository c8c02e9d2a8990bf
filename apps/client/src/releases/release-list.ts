import type { ReleaseRow } from '@sluice/contract';
import type { Shown } from './release-query';

/** What the table and the cards are both given. */
export interface ReleaseListProps {
  rows: ReleaseRow[];
  shown: Shown;
  isLoading: boolean;
  /** Said when there are no rows. */
  empty: string;
  onShow(change: Partial<Shown>): void;
}

/** The selection after one on this page changed; what is selected on other pages stays. */
export function selectionAfter(
  rows: ReleaseRow[],
  shown: Shown,
  selectedHere: readonly ReleaseRow[],
): string[] {
  const here = new Set(rows.map(({ commit }) => commit));
  const elsewhere = shown.selected.filter((commit) => !here.has(commit));
  return [...elsewhere, ...selectedHere.map(({ commit }) => commit)];
}
