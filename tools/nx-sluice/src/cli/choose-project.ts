import { appsOfProject, chooseApp, type Settings } from '@sluice/release';
import { readApps } from '../composition/read-settings';
import type { Command } from './commands';
import { projectAt, type ProjectFile } from './project-files';

/** Where neither sluice.json nor the command line names a project: the deploy unit of the whole stack. */
export const wholeApp = 'app';

interface Place {
  root: string;
  cwd: string;
  projects: readonly ProjectFile[];
}

/**
 * The project whose targets hold the options that nobody wants to type: the one that is named, or that publishes the
 * app that is named; else, of several apps, the project that one stands in; else the one that publishes the only app.
 * @returns nothing where there is none, or where the command is about all apps.
 * @throws SluiceError `app-not-named` where sluice.json has several apps, and none can be told.
 */
export async function chooseProject(
  { app, project, command }: { app?: string; project?: string; command: Pick<Command, 'spansApps'> },
  { root, cwd, projects }: Place,
): Promise<string | undefined> {
  if (project !== undefined) return project;
  // What is wrong with sluice.json is told by whatever needs it; packing does not.
  const apps = await readApps(root, process.env, {}).catch((): Settings[] => []);
  if (apps.length === 0) return publisherOf(undefined, projects);
  if (app === undefined && apps.length > 1) {
    const here = projectAt(projects, root, cwd)?.name;
    if (command.spansApps) return undefined;
    if (here !== undefined && appsOfProject(apps, here).length > 0) return here;
  }
  const chosen = chooseApp(apps, { app });
  return publishingProject(chosen, apps, projects);
}

/** The project whose targets publish an app. @returns nothing where it cannot be told. */
export function publishingProject(
  chosen: Settings,
  apps: readonly Settings[],
  projects: readonly ProjectFile[],
): string | undefined {
  return apps.length > 1 ? (chosen.project ?? chosen.app) : publisherOf(chosen, projects);
}

/** Of the only app. */
function publisherOf(app: Settings | undefined, projects: readonly ProjectFile[]): string | undefined {
  if (app?.project !== undefined) return app.project;
  const known = [wholeApp, app?.app].find((name) => projects.some((project) => project.name === name));
  if (known !== undefined) return known;
  const publishing = projects.filter(({ targets }) =>
    Object.values(targets).some(
      ({ executor, options = {} }) => executor === 'nx-sluice:publish-s3' && options.component === undefined,
    ),
  );
  return publishing.length === 1 ? publishing[0]?.name : undefined;
}
