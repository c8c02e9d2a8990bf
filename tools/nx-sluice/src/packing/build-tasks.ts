import type { ExecutorContext, Task, TaskGraph } from '@nx/devkit';
import { type CacheOutcome, cacheOutcomesSchema } from '@sluice/contract';
import type { BuildTask } from '@sluice/release';
import { z } from 'zod';
import { tasksBefore } from '../../tasks-before.cjs';
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
 * @returns nothing where Nx does not run this, or does not tell what comes before it.
 */
export async function buildTasks(
  context: TaskContext,
  env: Readonly<Record<string, string | undefined>>,
): Promise<BuildTask[] | undefined> {
  const { taskGraph, projectGraph } = context;
  if (taskGraph === undefined) return undefined;
  const own = [context.projectName, context.targetName, context.configurationName].filter(Boolean).join(':');
  if (taskGraph.dependencies[own] === undefined) return undefined;
  const outcomes = await askCache(env);
  const hashed = hashedTasks(context, env);
  return tasksBefore(own, taskGraph)
    .sort()
    .flatMap((id): BuildTask[] => {
      const task = taskGraph.tasks[id];
      if (task === undefined || task.outputs.length === 0) return [];
      const { project, target } = task.target;
      if (projectGraph.nodes[project]?.data.targets?.[target]?.executor === packing) return [];
      const hash = hashed[id]?.hash;
      // Without it, nothing is known of the output, which must not look as if there were none.
      if (hash === undefined) return [{ task: id, hash: '', outcome: 'unknown' }];
      return [{ task: id, hash, ...originOf(outcomes?.get(hash), task.cache !== false) }];
    });
}

/** Set by the hasher of `publish-s3`; see publish-hasher.cjs. */
const hashesVariable = 'SLUICE_TASK_HASHES';

const hashesSchema = z.record(z.string(), z.looseObject({ hash: z.string().optional() }));

/** What the hasher adds to a task. */
interface HashedBefore {
  hashesBefore?: string;
}

type HashedTask = Pick<Task, 'hash' | 'hashDetails'>;

/** What Nx hashed, by the task: as the graph has it before Nx 23.3, or as the hasher of `publish-s3` tells it. */
export function hashedTasks(
  { taskGraph }: Pick<ExecutorContext, 'taskGraph'>,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, HashedTask | undefined> {
  return { ...toldByHasher(env[hashesVariable]), ...hashedIn(taskGraph?.tasks ?? {}) };
}

/** The graph with what Nx hashed for each task before this one, as the hasher of `publish-s3` tells a batch. */
export function withHashesBefore({ hashesBefore }: Task & HashedBefore, graph: TaskGraph): TaskGraph {
  const hashed = Object.entries(toldByHasher(hashesBefore)).filter(([id]) => graph.tasks[id] !== undefined);
  const tasks = hashed.map(([id, known]) => [id, { ...graph.tasks[id], ...known }]);
  return { ...graph, tasks: { ...graph.tasks, ...Object.fromEntries(tasks) } };
}

function hashedIn(tasks: Record<string, Task>): Record<string, HashedTask> {
  return Object.fromEntries(Object.entries(tasks).filter(([, { hash }]) => hash !== undefined));
}

function toldByHasher(text: string | undefined): Record<string, HashedTask> {
  try {
    return hashesSchema.parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

/** Without an answer, Nx may have had it in its own cache on this machine; what it never caches, it has built. */
function originOf(told: CacheOutcome | undefined, isCached: boolean): Omit<BuildTask, 'task' | 'hash'> {
  if (told === undefined) return { outcome: isCached ? 'unknown' : 'built' };
  if (told.outcome === 'missed') return { outcome: 'built', missed: told.why };
  const { namespace, commit, run } = told;
  return { outcome: 'restored', namespace, commit, run };
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
