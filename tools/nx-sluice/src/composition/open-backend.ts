import './quiet-sdk';
import { localFolderOf, openBackend, type WorkspaceBackend } from '@sluice/composition';
import type { Settings } from '@sluice/release';
import { join } from 'node:path';
import { interruptible } from '../terminal/watch/interruption';
import { announcedCloud } from './announced-cloud';
import { cachingVersions } from './caching-bucket';
import { VersionCache } from './version-cache';

/**
 * The backend of the settings for a command: Ctrl-C removes what an upload left, and what is read of versions is kept on
 * this machine, unless SLUICE_SKIP_CACHE says not to.
 */
export async function openConfiguredBackend(settings: Settings, root: string): Promise<WorkspaceBackend> {
  const announcedAs = process.env[announcedCloud];
  const backend = await openBackend(settings, root, { interruptible, announcedAs });
  if (process.env.SLUICE_SKIP_CACHE === 'true') return backend;
  // The cache of the local cloud is gone with its folder.
  const folder =
    settings.bucket === undefined
      ? join(localFolderOf(settings, root), 'cache')
      : join(root, 'node_modules/.cache/sluice');
  const cache = new VersionCache(join(folder, 'versions.json'));
  return {
    ...backend,
    bucket: cachingVersions(backend.bucket, cache),
    close: async () => {
      await cache.save();
      await backend.close();
    },
  };
}
