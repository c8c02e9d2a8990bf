import '../composition/quiet-sdk';
import {
  type Access,
  Cache,
  type CacheSummary,
  serveCache,
  type ServeOptions,
  workspaceDataName,
} from '@sluice/cache';
import { randomBytes } from 'node:crypto';
import { announcedCloud } from '../composition/announced-cloud';
import { cacheVariables } from './cache-variables';
import type { PreparedBuild } from './prepare-build';

export interface BuildCache {
  /** Variables that name the server and its token for Nx, and the local cloud for our own commands. */
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
  let head: Promise<string | undefined> | undefined;
  const commit = (use: 'find' | 'describe') =>
    use === 'describe' ? commitOf(options.root, use) : (head ??= commitOf(options.root, use));
  // Before it is known whether there will be a local cloud.
  const announceAs = randomBytes(16).toString('hex');
  const open = () =>
    (opening ??= openCache({ ...options, announceAs }, commit).then((result) => (opened = result)));
  const server = await serveCache(async () => (await open()).cache, { commit });
  return {
    variables: { ...cacheVariables(server), [announcedCloud]: announceAs },
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

/**
 * What the plugin of Nx is to do. Where this run stores entries, it also stores what Nx hashed and what Nx knows of the files:
 * see task-inputs.cjs and workspace-data.cjs.
 */
export function pluginVariables(prepared: PreparedBuild | undefined): Record<string, string> {
  if (prepared?.access.writes === undefined) return { SLUICE_WORKSPACE_DATA: 'take' };
  const { commit } = prepared.producer;
  return {
    SLUICE_WORKSPACE_DATA: 'leave',
    ...(commit === undefined ? {} : { SLUICE_CACHE_INPUTS: commit }),
  };
}

async function openCache(
  { root, prepare, tell, announceAs }: BuildCacheOptions & { announceAs: string },
  commit: NonNullable<ServeOptions['commit']>,
): Promise<OpenedCache> {
  const { settings, access, producer, refusal } = await prepare();
  if (refusal !== undefined) throw refusal;
  const { openEntryStore } = await import('./entry-store');
  const entries = await openEntryStore(settings, root, announceAs);
  try {
    const cache = await Cache.open({ store: entries.store, access, producer, tell });
    const connecting = new AbortController();
    const connected = connect(cache, access, commit, connecting.signal);
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

/** Connects to the bucket; a run that stores nothing does so by reading what the plugin of Nx asks for first. */
async function connect(
  cache: Cache,
  access: Access,
  commit: NonNullable<ServeOptions['commit']>,
  signal: AbortSignal,
): Promise<void> {
  const head = access.writes === undefined ? await commit('find').catch(() => undefined) : undefined;
  await (head === undefined ? cache.connect(signal) : cache.fetchAhead(workspaceDataName(head), signal));
}

async function commitOf(root: string, use: 'find' | 'describe'): Promise<string | undefined> {
  const { checkedOut } = await import('./checked-out');
  return checkedOut(root, use);
}
