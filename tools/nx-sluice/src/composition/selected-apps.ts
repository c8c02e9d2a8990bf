import type { ExecutorContext } from '@nx/devkit';
import { appsOfProject, chooseApp, type Settings } from '@sluice/release';
import { readApps } from './read-settings';
import { textOption } from './text-option';

/** What tells for which app something is run. */
export type AppContext = Pick<
  ExecutorContext,
  'root' | 'projectName' | 'taskGraph' | 'targetName' | 'configurationName'
>;

/**
 * The apps that a command is about which can tell of several: the one that is named, or those of the project, or all.
 * @throws SluiceError `usage`
 */
export async function selectedApps(
  { app: typed, bucket, region }: { app?: string | number; bucket?: string; region?: string },
  context: AppContext,
): Promise<Settings[]> {
  const { root, projectName } = context;
  const apps = await readApps(root, process.env, { bucket, region });
  const app = textOption(typed, 'app', context);
  if (app !== undefined) return [chooseApp(apps, { app })];
  const own = projectName === undefined ? [] : appsOfProject(apps, projectName);
  return own.length > 0 ? own : apps;
}
