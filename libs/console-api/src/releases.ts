import type { Rejection, ReleaseView } from '@sluice/release';

export type ReleaseSort = 'writtenAt' | 'subject' | 'size';

/** `GET /api/releases?search=&sort=&order=&page=&pageSize=` */
export interface ReleaseQuery {
  /** Words that subject, commit, or actor must have. */
  search?: string;
  /** `writtenAt` when absent. */
  sort?: ReleaseSort;
  /** `desc` when absent. */
  order?: 'asc' | 'desc';
  /** From 1. */
  page?: number;
  /** 10 to 100; 20 when absent. */
  pageSize?: number;
}

export interface ReleaseRow extends ReleaseView {
  /** Environments where it was before; those where it is now are in `environments`. */
  been: string[];
  rejection?: Rejection;
}

export interface ReleasePage {
  rows: ReleaseRow[];
  /** Archives in the bucket. */
  total: number;
  /** Archives that the search finds. */
  matching: number;
  page: number;
  pageSize: number;
  /** Archives whose metadata the server has read; below `total`, a search or a sort by subject is not complete yet. */
  indexed: number;
}
