import type { ProjectGraph, Task } from '@nx/devkit';
// An internal of Nx, allowed by its `exports` and used in this file only: what a task alone would get as its environment.
import { getTaskSpecificEnv } from 'nx/src/tasks-runner/task-env';

/** Values of variables by their names; nothing for a variable that must not be set. */
export type Variables = Record<string, string | undefined>;

/**
 * The variables of a task that this process has other values of: of `.env` files of its project or its target. Nx loads them
 * for the process of a task, and none of them for that of a batch (findings/nx-batch-without-env-files.sh).
 * @returns nothing where there are none
 */
export function ownVariables(task: Task, graph: ProjectGraph): Variables | undefined {
  const own = getTaskSpecificEnv(task, graph);
  const names = [...Object.keys(own), ...Object.keys(process.env)];
  const others = names.filter((name) => own[name] !== process.env[name]);
  return others.length === 0 ? undefined : Object.fromEntries(others.map((name) => [name, own[name]]));
}

/** Does something with other variables of this process. Nothing else may run meanwhile. */
export async function withVariables<T>(variables: Variables, work: () => Promise<T>): Promise<T> {
  const before = Object.keys(variables).map((name): [string, string | undefined] => [
    name,
    process.env[name],
  ]);
  try {
    set(Object.entries(variables));
    return await work();
  } finally {
    set(before);
  }
}

function set(variables: [string, string | undefined][]): void {
  for (const [name, value] of variables)
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
}
