import '../composition/quiet-sdk';
import { type Access, Cache, type CacheSummary, type Producer, serveCache } from '@sluice/cache';
import type { Settings } from '@sluice/release';
import { cacheVariables } from './cache-variables';

export interface BuildCache {
  /** Variables of Nx that name the server and its token. */
  variables: Record<string, string>;
  /** Opens the bucket; until then, requests wait. Whatever it rejects with, the server answers as if nothing were cached. */
  open(): Promise<void>;
  /** Absent where the bucket could not be opened. */
  readonly summary: CacheSummary | undefined;
  close(): Promise<void>;
}

export interface BuildCacheOptions {
  settings: Settings;
  /** Absolute path of the workspace. */
  root: string;
  access: Access;
  producer: Producer;
  tell(message: string): void;
}

interface OpenedCache {
  cache: Cache;
  close(): Promise<void>;
}

/**
 * Serves the cache of a workspace to Nx until it is closed. The client of the bucket is loaded when the cache is opened
 * or first asked, so that a command can start meanwhile: Nx takes longer to ask than the client to load.
 */
export async function serveForBuild(options: BuildCacheOptions): Promise<BuildCache> {
  let opening: Promise<OpenedCache> | undefined;
  let opened: OpenedCache | undefined;
  const open = () => (opening ??= openCache(options).then((result) => (opened = result)));
  const server = await serveCache(async () => (await open()).cache);
  return {
    variables: { ...cacheVariables(server), ...inputsVariable(options) },
    open: () => open().then(() => undefined),
    get summary() {
      return opened?.cache.tally.summary;
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
function inputsVariable({ access, producer }: BuildCacheOptions): Record<string, string> {
  const { commit } = producer;
  return access.writes === undefined || commit === undefined ? {} : { SLUICE_CACHE_INPUTS: commit };
}

async function openCache({
  settings,
  root,
  access,
  producer,
  tell,
}: BuildCacheOptions): Promise<OpenedCache> {
  const { openEntryStore } = await import('./entry-store');
  const entries = await openEntryStore(settings, root);
  try {
    const cache = await Cache.open({ store: entries.store, access, producer, tell });
    const connecting = new AbortController();
    const connected = cache.connect(connecting.signal);
    return {
      cache,
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
