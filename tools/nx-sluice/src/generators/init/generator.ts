import type { GeneratorCallback, ProjectConfiguration, Tree } from '@nx/devkit';
import { GitError, WorkingTree } from '@sluice/git';
import { configureProject } from '../configuration/configure-project';
import { keepFormat } from '../shared/keep-format';
import { publishes, readAllProjects } from '../shared/projects';
import { Report } from '../shared/report';
import { settingsPath } from '../shared/settings-file';
import { setUpWorkspace } from '../shared/workspace-files';
import type { InitSchema } from './schema';

/**
 * What `nx add nx-sluice` runs: sets the workspace up and, where only one project can be meant, that project too.
 * @returns what Nx runs once the files are written
 */
export default async function init(tree: Tree, options: InitSchema): Promise<GeneratorCallback> {
  const report = new Report();
  const isNew = !tree.exists(settingsPath);
  const projects = await readAllProjects(tree);
  setUpWorkspace(tree, report, options.app);
  const only = options.configure === false ? undefined : onlyApplication(projects);
  if (only !== undefined) configureOnly(tree, only, projects, report);
  else if (![...projects.values()].some(publishes))
    report.next.push(
      'npx nx g nx-sluice:configuration <project>     add the targets to a project',
      'npx nx g nx-sluice:app <name> --projects=<a,b>  or deploy several projects as one',
    );
  await keepFormat(tree);
  report.print();
  return () => (isNew ? stageSettings(tree.root) : undefined);
}

/** The only new file, so that `git commit --all` has all that was written: publish refuses what is not committed. */
async function stageSettings(root: string): Promise<void> {
  try {
    await new WorkingTree(root).stage([settingsPath]);
  } catch (error) {
    // There may be no git here yet.
    if (!(error instanceof GitError)) throw error;
  }
}

/** A project that cannot be configured yet must not make `nx add` fail: the workspace is set up. */
function configureOnly(
  tree: Tree,
  project: string,
  projects: ReadonlyMap<string, ProjectConfiguration>,
  report: Report,
): void {
  try {
    configureProject(tree, { project }, projects, report);
  } catch (error) {
    report.next.push((error as Error).message, `npx nx g nx-sluice:configuration ${project}`);
  }
}

/** The one application that can be built, where nothing publishes yet. */
function onlyApplication(projects: ReadonlyMap<string, ProjectConfiguration>): string | undefined {
  const all = [...projects];
  if (all.some(([, project]) => publishes(project))) return undefined;
  const built = all.filter(([, { targets = {} }]) => targets.build !== undefined);
  const applications = built.filter(([, { projectType }]) => projectType === 'application');
  const [candidates] = [applications, built].filter(({ length }) => length > 0);
  return candidates?.length === 1 ? candidates[0]?.[0] : undefined;
}
