import { posix } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';

type TaskContext = Pick<ExecutorContext, 'taskGraph' | 'projectName' | 'targetName' | 'configurationName'>;

/**
 * Whether a task that Nx ran before this one, in the same run, has the archive among its outputs: Nx then made it, or
 * took it from the cache because nothing was changed that it was made from.
 */
export function isPackedBefore(archive: string, context: TaskContext): boolean {
  const { taskGraph, projectName, targetName, configurationName } = context;
  if (taskGraph === undefined) return false;
  const path = posix.normalize(archive.replaceAll('\\', '/'));
  const seen = new Set<string>();
  const pending = [[projectName, targetName, configurationName].filter(Boolean).join(':')];
  for (let task = pending.pop(); task !== undefined; task = pending.pop()) {
    if (seen.has(task)) continue;
    seen.add(task);
    pending.push(...(taskGraph.dependencies[task] ?? []));
    const outputs = seen.size === 1 ? [] : (taskGraph.tasks[task]?.outputs ?? []);
    if (outputs.some((output) => path === output || path.startsWith(`${output}/`))) return true;
  }
  return false;
}
