import { type Access, Cache, type CacheOptions, serveCache, type ServeOptions } from '@sluice/cache';
import { ensureBucket, FaultPlan, type LocalCloud, openLocalCloud } from '@sluice/local-cloud';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localBucket, openLocalEntries } from '../index';

export interface ServedCache {
  url: string;
  token: string;
  cache: Cache;
  /** What the build was told. */
  told: string[];
}

/** A local cloud in a temporary folder, and servers of the cache on it. */
export class CacheFixture {
  readonly faults = new FaultPlan();
  private readonly closers: (() => unknown)[] = [];

  private constructor(
    readonly folder: string,
    readonly cloud: LocalCloud,
  ) {}

  static async open(): Promise<CacheFixture> {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-cache-spec-'));
    const faults = new FaultPlan();
    const cloud = await openLocalCloud({ folder: join(folder, 'cloud'), announce: false, faults });
    await ensureBucket(cloud, localBucket);
    const fixture = new CacheFixture(folder, cloud);
    return Object.assign(fixture, { faults });
  }

  async serve(
    access: Access,
    { commit, ...more }: Partial<CacheOptions> & Pick<ServeOptions, 'commit'> = {},
  ): Promise<ServedCache> {
    const told: string[] = [];
    const store = openLocalEntries(this.cloud);
    const cache = await Cache.open({
      store,
      access,
      tell: (message) => told.push(message),
      temporaryFolder: join(this.folder, 'tmp'),
      ...more,
    });
    const server = await serveCache(cache, { commit });
    this.closers.push(
      () => store.close(),
      () => cache.close(),
      () => server.close(),
    );
    return { url: server.url, token: server.token, cache, told };
  }

  async close(): Promise<void> {
    for (const close of this.closers.reverse()) await close();
    await this.cloud.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** As Nx asks. */
export const get = ({ url, token }: ServedCache, hash: string): Promise<Response> =>
  fetch(`${url}/v1/cache/${hash}`, { headers: { authorization: `Bearer ${token}` } });

export const put = (server: ServedCache, hash: string, body: string): Promise<Response> =>
  send(server, `/v1/cache/${hash}`, body);

/** GET without a body, PUT with one. */
export const send = ({ url, token }: ServedCache, path: string, body?: string): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body,
  });

export const bodyOf = async (asked: Promise<Response>): Promise<string | number> => {
  const response = await asked;
  const text = await response.text();
  return response.status === 200 ? text : response.status;
};
