import '../composition/quiet-sdk';
import { Cache, type CacheServer, serveCache } from '@sluice/cache';
import { openLocalEntries } from '@sluice/composition';
import type { LocalCloud } from '@sluice/local-cloud';

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
