import '../composition/quiet-sdk';
import { type Access, Cache, type CacheSummary, serveCache } from '@sluice/cache';
import { cacheVariables } from './cache-variables';
import type { PreparedBuild } from './prepare-build';

export interface BuildCache {
  /** Variables of Nx that name the server and its token. */
  variables: Record<string, string>;
  /** Opens the bucket; until then, requests wait. Whatever it rejects with, the server answers as if nothing were cached. */
  open(): Promise<void>;
  /** What was read and stored, and where. Absent where the bucket could not be opened. */
  readonly result: { access: Access; summary: CacheSummary } | undefined;
  close(): Promise<void>;
}

export interface BuildCacheOptions {
  /** Absolute path of the workspace. */
  root: string;
  /** Called when the cache is opened, at most once. */
  prepare(): Promise<PreparedBuild>;
  tell(message: string): void;
}

interface OpenedCache {
  cache: Cache;
  access: Access;
  close(): Promise<void>;
}

/**
 * Serves the cache of a workspace to Nx until it is closed. What reads the settings and the client of the bucket are loaded
 * when the cache is opened or first asked, so that a command can start meanwhile: Nx takes longer to ask than these to load.
 */
export async function serveForBuild(options: BuildCacheOptions): Promise<BuildCache> {
  let opening: Promise<OpenedCache> | undefined;
  let opened: OpenedCache | undefined;
  const open = () => (opening ??= openCache(options).then((result) => (opened = result)));
  const server = await serveCache(async () => (await open()).cache);
  return {
    variables: cacheVariables(server),
    open: () => open().then(() => undefined),
    get result() {
      return opened && { access: opened.access, summary: opened.cache.tally.summary };
    },
    close: async () => {
      await server.close();
      await opening?.then(
        ({ close }) => close(),
        () => undefined,
      );
    },
  };
}

/** Where this run stores entries, the plugin of Nx also stores what Nx hashed: see task-inputs.cjs. */
export function inputsVariable({ access, producer }: PreparedBuild): Record<string, string> {
  const { commit } = producer;
  return access.writes === undefined || commit === undefined ? {} : { SLUICE_CACHE_INPUTS: commit };
}

async function openCache({ root, prepare, tell }: BuildCacheOptions): Promise<OpenedCache> {
  const { settings, access, producer, refusal } = await prepare();
  if (refusal !== undefined) throw refusal;
  const { openEntryStore } = await import('./entry-store');
  const entries = await openEntryStore(settings, root);
  try {
    const cache = await Cache.open({ store: entries.store, access, producer, tell });
    const connecting = new AbortController();
    const connected = cache.connect(connecting.signal);
    return {
      cache,
      access,
      close: async () => {
        connecting.abort();
        await connected;
        await cache.close();
        await entries.close();
      },
    };
  } catch (error) {
    await entries.close();
    throw error;
  }
}
