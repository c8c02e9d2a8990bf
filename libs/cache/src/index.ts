export { type Access, Cache, type CacheOptions, type Outcome } from './cache';
export {
  cachePrefix,
  type EntryRecord,
  isNamespace,
  isTaskHash,
  type Producer,
  workspaceDataName,
} from './entry';
export { type CacheServer, serveCache, type ServeOptions } from './server';
export type { EntryFacts, EntryFile, EntryStore, OpenedEntry } from './store';
export { type CacheSummary, Tally } from './tally';
export type { TimeLimits } from './time-limits';
