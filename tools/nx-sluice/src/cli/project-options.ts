import { chooseProject, wholeApp } from './choose-project';
import type { Request } from './parse';
import { readProjects } from './project-files';
import { targetOptions } from './target-options';

export interface ChosenProject {
  /** Absent where the command is about no single project. */
  chosen?: string;
  /** What messages call it. */
  project: string;
  /** Of its target for the command. */
  options: Record<string, unknown>;
}

/**
 * The project that a command is about, and what its target says.
 * @param isWorkspace whether there is one; a folder that is none may be a whole disk.
 */
export async function projectOptions(
  request: Request,
  { root, cwd, isWorkspace }: { root: string; cwd: string; isWorkspace: boolean },
): Promise<ChosenProject> {
  const { command, configuration } = request;
  const projects = isWorkspace ? await readProjects(root) : [];
  const chosen = isWorkspace ? await chooseProject(request, { root, cwd, projects }) : undefined;
  const project = chosen ?? wholeApp;
  const found = projects.find(({ name }) => name === project);
  const options = await targetOptions(root, found, project, command.executor, configuration);
  return { chosen, project, options };
}
