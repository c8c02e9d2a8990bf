import type { ExecutorContext } from '@nx/devkit';
import { type CacheOutcome, cacheOutcomesSchema } from '@sluice/contract';
import type { BuildTask } from '@sluice/release';
import { askCacheServer } from './cache-server';

type TaskContext = Pick<
  ExecutorContext,
  'taskGraph' | 'projectName' | 'targetName' | 'configurationName' | 'projectGraph'
>;

/** It packs what the others have built, and is made of their outputs alone. */
const packing = 'nx-sluice:package-archive';

/**
 * The tasks with outputs that Nx ran before this one, or restored, in the order of their names, and where each output
 * came from, as the cache server of `sluice cache` tells.
 * @returns nothing where Nx does not run this.
 */
export async function buildTasks(
  context: TaskContext,
  env: Readonly<Record<string, string | undefined>>,
): Promise<BuildTask[] | undefined> {
  const { taskGraph, projectGraph } = context;
  if (taskGraph === undefined) return undefined;
  const outcomes = await askCache(env);
  return tasksBefore(context)
    .sort()
    .flatMap((id): BuildTask[] => {
      const task = taskGraph.tasks[id];
      if (task?.hash === undefined || task.outputs.length === 0) return [];
      const { project, target } = task.target;
      if (projectGraph.nodes[project]?.data.targets?.[target]?.executor === packing) return [];
      return [{ task: id, hash: task.hash, ...originOf(outcomes?.get(task.hash), task.cache !== false) }];
    });
}

/** Without an answer, Nx may have had it in its own cache on this machine; what it never caches, it has built. */
function originOf(told: CacheOutcome | undefined, isCached: boolean): Omit<BuildTask, 'task' | 'hash'> {
  if (told === undefined) return { outcome: isCached ? 'unknown' : 'built' };
  if (told.outcome === 'missed') return { outcome: 'built', missed: told.why };
  const { namespace, commit, run } = told;
  return { outcome: 'restored', namespace, commit, run };
}

function tasksBefore({ taskGraph, projectName, targetName, configurationName }: TaskContext): string[] {
  const own = [projectName, targetName, configurationName].filter(Boolean).join(':');
  const seen = new Set<string>();
  const pending = [...(taskGraph?.dependencies[own] ?? [])];
  for (let task = pending.pop(); task !== undefined; task = pending.pop()) {
    if (seen.has(task)) continue;
    seen.add(task);
    pending.push(...(taskGraph?.dependencies[task] ?? []));
  }
  return [...seen];
}

/** Nothing where there is no such server, or where it is not that of `sluice cache`. */
async function askCache(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Map<string, CacheOutcome> | undefined> {
  const answer = await askCacheServer('v1/outcomes', env);
  if (answer === undefined) return undefined;
  try {
    const { outcomes } = cacheOutcomesSchema.parse(JSON.parse(answer.toString()));
    return new Map(outcomes.map((outcome) => [outcome.hash, outcome]));
  } catch {
    return undefined;
  }
}
