import type { ReleasePage, ReleaseQuery, ReleaseRow } from '@sluice/contract';
import { authorOf, rejectionOf, type ReleaseContext } from '@sluice/release';
import { failedIn } from './failed-in';
import { byOrder, findArchives } from './find-archives';
import type { IndexedArchive, ReleaseIndex } from './release-index';
import type { TagHistories } from './tag-pasts';

export interface ReleaseSources {
  /** Ports that remember. */
  context: ReleaseContext;
  index: ReleaseIndex;
  pasts: TagHistories;
  /** What the tags name now, by environment. */
  current(): Promise<{ name: string; commit?: string }[]>;
}

/** The published archives a page at a time, searched and sorted here: nobody wants to download 5,000 of them. */
export async function readReleasePage(
  sources: ReleaseSources,
  { search = '', sort = 'writtenAt', order = 'desc', page = 1, pageSize = 20 }: ReleaseQuery,
): Promise<ReleasePage> {
  const { index, pasts } = sources;
  const archives = await index.list();
  void pasts.refresh();
  const matching = findArchives(archives, search).sort(byOrder(sort, order));
  const shown = await index.read(matching.slice((page - 1) * pageSize, page * pageSize));
  return {
    rows: await rowsOf(sources, shown),
    total: archives.length,
    matching: matching.length,
    page,
    pageSize,
    indexed: index.indexed,
  };
}

/** Nothing when this commit has no archive. */
export async function readRelease(sources: ReleaseSources, commit: string): Promise<ReleaseRow | undefined> {
  const archives = await sources.index.list();
  void sources.pasts.refresh();
  const archive = archives.find((one) => one.commit === commit);
  if (archive === undefined) return undefined;
  const [row] = await rowsOf(sources, await sources.index.read([archive]));
  return row && { ...row, author: await authorOf(sources.context, row) };
}

/** As many as someone may want to see. */
const mostAlike = 20;

function othersWithContent(index: ReleaseIndex, commit: string, digest: string | undefined): string[] {
  if (digest === undefined) return [];
  return index
    .withContent(digest, mostAlike + 1)
    .filter((one) => one !== commit)
    .slice(0, mostAlike);
}

async function rowsOf(
  { context, index, pasts, current }: ReleaseSources,
  shown: readonly IndexedArchive[],
): Promise<ReleaseRow[]> {
  const now = await current();
  return Promise.all(
    shown.map(async ({ commit, size, writtenAt, view }) => {
      const environments = now.filter((one) => one.commit === commit).map(({ name }) => name);
      const been = pasts.environmentsOf(commit).filter((name) => !environments.includes(name));
      return {
        ...(view ?? { size, writtenAt: writtenAt.toISOString() }),
        commit,
        environments,
        been,
        failed: await failedIn(context, pasts, commit, been),
        sameContent: othersWithContent(index, commit, view?.digest),
        rejection: await rejectionOf(context, commit),
      };
    }),
  );
}
