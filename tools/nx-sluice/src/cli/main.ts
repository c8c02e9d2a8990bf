import { SluiceError } from '@sluice/release';
import { exitCodes } from '../terminal/exit-code';
import { runCommand } from '../terminal/run-command';
import { createPrinter } from '../terminal/printer';
import { readCommands } from './commands';
import { chooseProject, wholeApp } from './choose-project';
import { parse, type Request } from './parse';
import { readProjects } from './project-files';
import { targetOptions } from './target-options';
import { findWorkspaceRoot } from './workspace-root';

/** Runs a command line, and leaves how it ended in `process.exitCode`. */
export async function main(words: string[]): Promise<void> {
  // What the process ends before, as when nothing is left that could answer, has not succeeded.
  process.exitCode = exitCodes.failed;
  let code: number = exitCodes.done;
  const { exitCode = exitCodes.failed, success } = await runCommand(
    createPrinter(),
    words.includes('--verbose'),
    async () => {
      const request = parse(words, readCommands());
      if (request !== undefined) code = await perform(request);
    },
  );
  process.exitCode = success ? code : exitCode;
}

async function perform(request: Request): Promise<number> {
  const { command, options: typed, configuration, isVerbose } = request;
  const cwd = process.cwd();
  const root = findWorkspaceRoot(cwd);
  const projects = await readProjects(root);
  const chosen = await chooseProject(request, { root, cwd, projects });
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
      `sluice ${command.name} needs --${missing}, and no target of the project "${project}" says it.`,
      `Give it: \`sluice ${command.name} --help\` shows how.`,
    );
  }
  if ('sources' in options && options.sources === true) {
    throw new SluiceError(
      'usage',
      'Only Nx knows which sources it hashed, so `sluice package` cannot add them.',
      `Run the target of "${project}" through Nx instead, or say --no-sources.`,
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
