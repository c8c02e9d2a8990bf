import type { ReleaseQuery, ReleaseSort } from '@sluice/contract';

export const pageSize = 20;

/** What the server takes: characters of a search, and the number of a page. */
const longestSearch = 200;
const lastPage = 1_000_000;

const sorts: ReleaseSort[] = ['writtenAt', 'subject', 'size'];

/** What the address says is to be shown. */
export interface Shown extends Required<Pick<ReleaseQuery, 'sort' | 'order' | 'page' | 'search'>> {
  /** Commits. */
  selected: string[];
}

/** `?search=&sort=&page=&selected=`; a minus before the sort turns it round. What is invalid counts as absent. */
export function readQuery(query: URLSearchParams): Shown {
  const [, minus, name] = /^(-?)(.*)$/.exec(query.get('sort') ?? '') ?? [];
  const sort = sorts.find((one) => one === name);
  const page = Number(query.get('page'));
  return {
    search: (query.get('search') ?? '').slice(0, longestSearch),
    sort: sort ?? 'writtenAt',
    order: sort === undefined || minus ? 'desc' : 'asc',
    page: Number.isSafeInteger(page) && page > 0 ? Math.min(page, lastPage) : 1,
    selected: (query.get('selected') ?? '').split(',').filter(Boolean).slice(0, 100),
  };
}

/** The shortest address that says the same. */
export function writeQuery({ search, sort, order, page, selected }: Shown): URLSearchParams {
  const query = new URLSearchParams();
  if (search) query.set('search', search);
  if (sort !== 'writtenAt' || order !== 'desc') query.set('sort', `${order === 'desc' ? '-' : ''}${sort}`);
  if (page > 1) query.set('page', String(page));
  if (selected.length > 0) query.set('selected', selected.join(','));
  return query;
}
