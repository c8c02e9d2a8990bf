import type { ProjectConfiguration, Tree } from '@nx/devkit';
import { publishes } from './projects';
import { SettingsFile } from './settings-file';

/**
 * The app that is named, or the only one, and the project that publishes it.
 * @throws Error when there is no such app, when several could be meant, or when no project publishes it.
 */
export function publishingProject(
  tree: Tree,
  named: string | undefined,
  projects: ReadonlyMap<string, ProjectConfiguration>,
): { app: string; project: string } {
  const settings = new SettingsFile(tree);
  const app = chooseApp(settings, named);
  const project = settings.projectOf(app) ?? onlyPublisher(projects);
  if (project !== undefined) return { app, project };
  throw new Error(
    `No project publishes the app "${app}". Run first: npx nx g nx-sluice:configuration <project> --app=${app}`,
  );
}

/** @throws Error when there is no such app, or when several could be meant. */
export function chooseApp({ apps }: SettingsFile, named: string | undefined): string {
  const [only, ...more] = apps;
  if (only === undefined) throw new Error('sluice.json has no app yet. Run first: npx nx g nx-sluice:init');
  if (named === undefined && more.length === 0) return only;
  if (named !== undefined && apps.includes(named)) return named;
  throw new Error(
    named === undefined
      ? `sluice.json has several apps. Name one with --app: ${apps.join(', ')}.`
      : `sluice.json has no app "${named}". It has: ${apps.join(', ')}.`,
  );
}

function onlyPublisher(projects: ReadonlyMap<string, ProjectConfiguration>): string | undefined {
  const found = [...projects].filter(([, project]) => publishes(project));
  return found.length === 1 ? found[0]?.[0] : undefined;
}
