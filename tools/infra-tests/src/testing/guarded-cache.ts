import { openEntries, openBucket, type S3Bucket } from '@sluice/aws';
import { type Access, Cache, serveCache } from '@sluice/cache';
import { localBucket } from '@sluice/composition';
import {
  ensureBucket,
  openLocalCloud,
  ServiceError,
  type LocalCloud,
  type Service,
} from '@sluice/local-cloud';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { may } from './attacks';
import { callsOfRequest } from './calls-of-request';
import { requestOf } from './recorded-calls';
import type { Role } from './roles';

/** A key of the local cloud, and what IAM would know of who has it. */
export interface Caller {
  role: Role;
  context: Record<string, string>;
}

export interface BuildWithCache {
  told: string[];
  /** As Nx asks: the body, or the status where it is not 200. */
  get(hash: string): Promise<string | number>;
  put(hash: string, body: string): Promise<number>;
}

/** The local cloud, whose keys may do what the policies of aws/ let roles do. */
export class GuardedCache {
  private readonly closers: (() => unknown)[] = [];

  private constructor(
    private readonly folder: string,
    private readonly cloud: LocalCloud,
  ) {}

  static async open(callers: Record<string, Caller>): Promise<GuardedCache> {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-guarded-'));
    const cloud = await openLocalCloud({
      folder: join(folder, 'cloud'),
      announce: false,
      keys: Object.keys(callers).map(keyOf),
      services: ({ store }) => [
        guard(callers, (bucket, key) => {
          const current = store.currentVersion(bucket, key);
          return current !== undefined && !current.deleteMarker;
        }),
      ],
    });
    await ensureBucket(cloud, localBucket);
    return new GuardedCache(folder, cloud);
  }

  /** A build that has the key of this caller, and asks for these namespaces. */
  async build(caller: string, access: Access): Promise<BuildWithCache> {
    const { endpoint, region } = this.cloud;
    const store = openEntries({ bucket: localBucket, endpoint, region, credentials: keyOf(caller) });
    const told: string[] = [];
    const temporaryFolder = join(this.folder, 'tmp');
    const cache = await Cache.open({ store, access, tell: (text) => told.push(text), temporaryFolder });
    const { url, token, close } = await serveCache(cache);
    this.closers.push(
      close,
      () => cache.close(),
      () => store.close(),
    );
    const ask = (hash: string, init: RequestInit = {}) =>
      fetch(`${url}/v1/cache/${hash}`, { ...init, headers: { authorization: `Bearer ${token}` } });
    return {
      told,
      get: async (hash) => {
        const response = await ask(hash);
        const text = await response.text();
        return response.status === 200 ? text : response.status;
      },
      put: async (hash, body) => (await ask(hash, { method: 'PUT', body })).status,
    };
  }

  /** The bucket with the key of this caller, for what our client would not do. */
  bucket(caller: string): S3Bucket {
    const { endpoint, region } = this.cloud;
    const bucket = openBucket({ bucket: localBucket, endpoint, region, credentials: keyOf(caller) });
    this.closers.push(() => bucket.close());
    return bucket;
  }

  async close(): Promise<void> {
    for (const close of this.closers) await close();
    await this.cloud.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const keyOf = (caller: string) => ({ accessKeyId: `AKIA${caller}`, secretAccessKey: `secret of ${caller}` });

/** Takes what the caller's policies do not allow, and answers as S3 does. */
function guard(callers: Record<string, Caller>, isThere: (bucket: string, key: string) => boolean): Service {
  return {
    name: 's3',
    errorFormat: 'xml',
    streaming: true,
    matches: (request) => {
      const name = /Credential=AKIA([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const caller = callers[name];
      // The key of the folder's owner, and keys that nobody has: S3 itself answers.
      if (caller === undefined) return false;
      return !callsOfRequest(request, isThere)
        .map(requestOf)
        .every((call) => may(caller.role, { ...call, context: { ...call.context, ...caller.context } }));
    },
    handle: () => Promise.reject(new ServiceError('AccessDenied', 403, 'Access Denied')),
  };
}
