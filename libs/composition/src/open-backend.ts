import type { Settings } from '@sluice/release';
import { resolve } from 'node:path';
import type { WorkspaceBackend } from './backend';
import type { BackendHooks } from './open-local-cloud';

/** Git-ignored, at the root of the workspace. */
const localFolder = '.sluice';

/** Absolute path of the folder that the local cloud keeps its state in. */
export function localFolderOf({ localCloud }: Pick<Settings, 'localCloud'>, root: string): string {
  return resolve(root, localCloud ?? localFolder);
}

/**
 * The backend that the settings ask for: here is the branch of each kind. Only that one is loaded, when this is called: git
 * answers meanwhile what it was asked before.
 */
export async function openBackend(
  settings: Settings,
  root: string,
  hooks?: BackendHooks,
): Promise<WorkspaceBackend> {
  const { bucket } = settings;
  if (bucket !== undefined) {
    const { openAws } = await import('./open-aws');
    return openAws({ ...settings, bucket }, root, hooks);
  }
  const { openLocalCloud } = await import('./open-local-cloud');
  return openLocalCloud(localFolderOf(settings, root), root, hooks);
}
