import { posix } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { tasksBefore } from '../../tasks-before.cjs';

type TaskContext = Pick<ExecutorContext, 'taskGraph' | 'projectName' | 'targetName' | 'configurationName'>;

/**
 * Whether a task that Nx ran before this one, in the same run, has the archive among its outputs: Nx then made it, or
 * took it from the cache because nothing was changed that it was made from.
 */
export function isPackedBefore(archive: string, context: TaskContext): boolean {
  const { taskGraph, projectName, targetName, configurationName } = context;
  if (taskGraph === undefined) return false;
  const path = posix.normalize(archive.replaceAll('\\', '/'));
  const own = [projectName, targetName, configurationName].filter(Boolean).join(':');
  return tasksBefore(own, taskGraph)
    .flatMap((task) => taskGraph.tasks[task]?.outputs ?? [])
    .some((output) => path === output || path.startsWith(`${output}/`));
}
