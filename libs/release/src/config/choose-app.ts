import { SluiceError } from '../errors';
import { closest, didYouMean } from './closest';
import type { Settings } from './settings';

export interface AppChoice {
  /** As it was named. */
  app?: string;
  /** The Nx project that the command is run for. */
  project?: string;
}

/** The apps that a project publishes, or whose components it does; it publishes the app of its own name unless told otherwise. */
export function appsOfProject(apps: readonly Settings[], project: string): Settings[] {
  return apps.filter((one) => (one.project ?? one.app) === project || one.components.includes(project));
}

/**
 * The app that is meant: the one that is named, or else the only one, or else the one that the project belongs to.
 * @throws SluiceError `unknown-app` or `app-not-named` when there is none of that name, or none or several that it could be.
 */
export function chooseApp(apps: readonly Settings[], { app, project }: AppChoice): Settings {
  const names = apps.map((one) => one.app);
  const list = names.join(', ');
  if (app !== undefined) {
    const named = apps.find((one) => one.app === app);
    if (named !== undefined) return named;
    throw new SluiceError(
      'unknown-app',
      `sluice.json has no app "${app}".`,
      `${didYouMean(app, names)}Use one of: ${list}.`,
    );
  }
  const [only] = apps;
  if (only !== undefined && apps.length === 1) return only;
  const choices = project === undefined ? [] : appsOfProject(apps, project);
  const [chosen, second] = choices;
  if (chosen !== undefined && second === undefined) return chosen;
  if (project === undefined) {
    throw new SluiceError(
      'app-not-named',
      `This workspace has several apps; none was selected.`,
      `Name one: ${list}.`,
    );
  }
  if (second !== undefined) {
    throw new SluiceError(
      'app-not-named',
      `The project "${project}" belongs to several apps.`,
      `Name one: ${choices.map((one) => one.app).join(', ')}.`,
    );
  }
  const near = closest(project, names);
  throw new SluiceError(
    'app-not-named',
    `The project "${project}" belongs to no app, and this workspace has several apps.`,
    `Set "project" or "components" of its app in sluice.json to it, or name one: ${list}${near === undefined ? '' : ` (perhaps ${near})`}.`,
  );
}
