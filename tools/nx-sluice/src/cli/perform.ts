import { SluiceError } from '@sluice/release';
import { exitCodes } from '../terminal/exit-code';
import { chooseProject, wholeApp } from './choose-project';
import type { Request } from './parse';
import { readProjects } from './project-files';
import { targetOptions } from './target-options';
import { findWorkspaceRoot, nearestWorkspace } from './workspace-root';

/**
 * Runs a command in the workspace around the current folder.
 *
 * @returns the exit code
 */
export async function perform(request: Request): Promise<number> {
  const { command, options: typed, configuration, isVerbose } = request;
  const cwd = process.cwd();
  const isAnywhere = command.runsAnywhere && nearestWorkspace(cwd) === undefined;
  const root = isAnywhere ? cwd : findWorkspaceRoot(cwd);
  const namesNone = request.project === undefined && configuration === undefined && cwd === root;
  // A folder that is no workspace may be a whole disk, and a workspace have hundreds of projects.
  const readsNone = isAnywhere || (command.isOfWorkspace && namesNone);
  const projects = readsNone ? [] : await readProjects(root);
  const chosen = readsNone ? undefined : await chooseProject(request, { root, cwd, projects });
  const project = chosen ?? wholeApp;
  const found = projects.find(({ name }) => name === project);
  const options = {
    ...standards(command.schema.properties),
    ...(await targetOptions(root, found, project, command.executor, configuration)),
    ...typed,
  };
  const missing = (command.schema.required ?? []).find((name) => !(name in options));
  if (missing !== undefined) {
    throw new SluiceError(
      'usage',
      `sluice ${command.name} requires --${missing}, and no target of the project "${project}" sets it.`,
      `Pass it; see \`sluice ${command.name} --help\`.`,
    );
  }
  if ('sources' in options && options.sources === true) {
    throw new SluiceError(
      'usage',
      '`sluice package` cannot add sources, because only Nx knows which files it hashed.',
      `Run the target of "${project}" with Nx instead, or pass --no-sources.`,
    );
  }
  const operation = command.load();
  const context = {
    root,
    cwd,
    isVerbose,
    projectName: chosen,
    configurationName: configuration,
  };
  const { success, exitCode = exitCodes.failed } = await operation(options, context);
  return success ? exitCodes.done : exitCode;
}

function standards(properties: Record<string, { default?: unknown }>): Record<string, unknown> {
  const given = Object.entries(properties).filter(([, { default: standard }]) => standard !== undefined);
  return Object.fromEntries(given.map(([name, { default: standard }]) => [name, standard]));
}
