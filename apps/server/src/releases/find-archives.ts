import type { ReleaseQuery } from '@sluice/contract';
import type { IndexedArchive } from './release-index';

/**
 * The archives where each of the words begins the commit, or is part of subject, author or actor, in any case of letters.
 * What was not read yet is found by its commit only.
 */
export function findArchives(archives: readonly IndexedArchive[], search: string): IndexedArchive[] {
  const terms = search.toLowerCase().split(/\s+/).filter(Boolean);
  return archives.filter(({ commit, view }) => {
    const text = `${view?.subject ?? ''}\n${view?.author ?? ''}\n${view?.actor ?? ''}`.toLowerCase();
    return terms.every((word) => commit.startsWith(word) || text.includes(word));
  });
}

type Compare = (a: IndexedArchive, b: IndexedArchive) => number;

const comparisons: Record<NonNullable<ReleaseQuery['sort']>, Compare> = {
  writtenAt: (a, b) => a.writtenAt.getTime() - b.writtenAt.getTime(),
  size: (a, b) => a.size - b.size,
  subject: (a, b) => (a.view?.subject ?? '').localeCompare(b.view?.subject ?? '', 'en'),
};

/** What was not read yet, or has no subject, comes last by subject, whichever the order. */
export function byOrder(
  sort: NonNullable<ReleaseQuery['sort']>,
  order: NonNullable<ReleaseQuery['order']>,
): Compare {
  const compare = comparisons[sort];
  const sign = order === 'asc' ? 1 : -1;
  const isUnknown = ({ view }: IndexedArchive) => Number(sort === 'subject' && view?.subject === undefined);
  return (a, b) => isUnknown(a) - isUnknown(b) || sign * compare(a, b);
}
