import { SluiceError } from '@sluice/release';
import { exitCodes } from '../terminal/exit-code';
import type { Request } from './parse';
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
  // What is about no project need not wait until all of them are read.
  const isOfNone =
    command.isOfWorkspace && request.project === undefined && configuration === undefined && cwd === root;
  const {
    chosen,
    project,
    options: ofTarget,
  } = isOfNone
    ? { project: '', options: {} }
    : await (
        await import('./project-options')
      ).projectOptions(request, { root, cwd, isWorkspace: !isAnywhere });
  const options = { ...standards(command.schema.properties), ...ofTarget, ...typed };
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
