import { compareKeys } from './store/key-name';

/** The part of a listing's parameters that its three forms share. */
export interface ListingRequest {
  prefix: string;
  delimiter: string;
  limit: number;
  /** Only what comes behind it, in key order; a common prefix counts as a key. */
  after?: string;
}

export interface ListingPage<T> {
  items: T[];
  commonPrefixes: string[];
  /** The last key or common prefix of this page; only when there is more. */
  next?: string;
}

/**
 * One page of a listing.
 * @param keys in S3's order.
 * @param itemOf what a key contributes, or nothing when it is not to be listed (its newest version is a delete
 *   marker). Asked only for keys on the page, and for as many as it takes to know that a common prefix has one.
 */
export function listPage<T>(
  keys: readonly string[],
  request: ListingRequest,
  itemOf: (key: string) => T | undefined,
): ListingPage<T> {
  const { prefix, delimiter, limit, after } = request;
  const page: ListingPage<T> = { items: [], commonPrefixes: [] };
  let last = '';
  let known: string | undefined;
  for (const key of keys) {
    if (!key.startsWith(prefix)) continue;
    const commonPrefix = commonPrefixOf(key, prefix, delimiter);
    const name = commonPrefix ?? key;
    if (name === known || (after !== undefined && compareKeys(name, after) <= 0)) continue;
    const item = itemOf(key);
    if (item === undefined) continue;
    if (page.items.length + page.commonPrefixes.length >= limit) {
      if (limit > 0) page.next = last;
      break;
    }
    if (commonPrefix === undefined) page.items.push(item);
    else page.commonPrefixes.push((known = commonPrefix));
    last = name;
  }
  return page;
}

export function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}
