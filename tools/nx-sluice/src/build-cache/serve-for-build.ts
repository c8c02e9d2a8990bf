import '../composition/quiet-sdk';
import {
  type Access,
  Cache,
  type CacheServer,
  type CacheSummary,
  type Producer,
  serveCache,
} from '@sluice/cache';
import { openEntryStore, openLocalEntries } from '@sluice/composition';
import type { LocalCloud } from '@sluice/local-cloud';
import type { Settings } from '@sluice/release';

export interface BuildCache {
  /** Variables of Nx that name the server and its token. */
  variables: Record<string, string>;
  readonly summary: CacheSummary;
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

/** Serves the cache of a workspace to Nx until it is closed. */
export async function serveForBuild(options: BuildCacheOptions): Promise<BuildCache> {
  const { settings, root, access, producer, tell } = options;
  const entries = await openEntryStore(settings, root);
  let cache: Cache | undefined;
  const close = async () => {
    await cache?.close();
    await entries.close();
  };
  try {
    cache = await Cache.open({ store: entries.store, access, producer, tell });
    const { tally } = cache;
    const server = await serveCache(cache);
    return {
      variables: cacheVariables(server),
      get summary() {
        return tally.summary;
      },
      close: () => server.close().then(close),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A cache that is served for as long as the local cloud. */
export type BesideCache = CacheServer;

/** Serves the cache of a local cloud that is open, as `start` does: whoever has the token reads and writes main. */
export async function serveBeside(cloud: LocalCloud, tell: (message: string) => void): Promise<BesideCache> {
  const store = openLocalEntries(cloud);
  const cache = await Cache.open({ store, access: { reads: ['main'], writes: 'main' }, tell });
  const server = await serveCache(cache);
  return {
    url: server.url,
    token: server.token,
    close: async () => {
      await server.close();
      await cache.close();
      store.close();
    },
  };
}

/** The variables by which Nx finds a remote cache (https://nx.dev/docs/kb/self-hosted-caching). */
export function cacheVariables({ url, token }: { url: string; token: string }): Record<string, string> {
  return { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: url, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token };
}
