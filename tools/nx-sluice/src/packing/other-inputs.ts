import { gunzipSync } from 'node:zlib';
import type { ExecutorContext } from '@nx/devkit';
import type { BuildTask } from '@sluice/release';
import { z } from 'zod';
import { digestsOf, nameFor } from '../../task-inputs.cjs';
import { hashedTasks } from './build-tasks';
import { askCacheServer } from './cache-server';

/** Bytes; what is left in the cache is far smaller. */
const mostBytes = 64 * 2 ** 20;

const inputsSchema = z.object({ tasks: z.record(z.string(), z.record(z.string(), z.string())) });

/**
 * Adds to each task whose output is absent from the cache what CI had other inputs for: CI leaves digests of them beside
 * the entries, under the commit.
 */
export async function withOtherInputs(
  tasks: readonly BuildTask[],
  context: Pick<ExecutorContext, 'taskGraph'>,
  commit: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<BuildTask[]> {
  const missed = tasks.filter((task) => task.missed === 'absent');
  const ci = missed.length === 0 ? undefined : await inputsInCi(commit, env);
  if (ci === undefined) return [...tasks];
  const hashed = hashedTasks(context, env);
  return tasks.map((task) => {
    const own = hashed[task.task];
    if (!missed.includes(task) || own?.hashDetails === undefined) return task;
    const there = ci[task.task];
    return { ...task, inCi: there === undefined ? 'not-run' : differing(digestsOf(own, commit), there) };
  });
}

async function inputsInCi(
  commit: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Record<string, Record<string, string>> | undefined> {
  const bytes = await askCacheServer(`v1/cache/${nameFor(commit)}`, env);
  if (bytes === undefined) return undefined;
  try {
    const text = gunzipSync(bytes, { maxOutputLength: mostBytes }).toString();
    return inputsSchema.parse(JSON.parse(text)).tasks;
  } catch {
    return undefined;
  }
}

function differing(here: Record<string, string>, there: Record<string, string>): string[] {
  const names = new Set([...Object.keys(here), ...Object.keys(there)]);
  const others = [...names].filter((name) => here[name] !== there[name]);
  return [...new Set(others.map(describeInput))].sort();
}

const longestName = 80;

/** Nx's name of an input, as a person says it. What is not known is told as Nx names it. */
export function describeInput(name: string): string {
  const [, kind = '', rest = ''] = /^([^:]*):(.*)$/s.exec(name) ?? [];
  return shortened(described(name, kind, rest));
}

function described(name: string, kind: string, rest: string): string {
  if (name === 'command') return 'the command and its arguments';
  if (name === 'AllExternalDependencies') return 'the packages in the lockfile';
  if (kind === 'env') return `the variable ${rest}`;
  if (kind === 'runtime') return `the output of "${rest}"`;
  if (kind === 'npm') return `the package ${rest}`;
  if (kind === 'workspace')
    return `the files ${rest.replaceAll('{workspaceRoot}/', '').replace(/^\[|\]$/g, '')}`;
  if (rest === 'ProjectConfiguration') return `the configuration of ${kind}`;
  if (rest === 'TsConfig') return `tsconfig.base.json for ${kind}`;
  // A project and patterns of its files.
  return kind === '' ? name : `the files of ${kind}`;
}

/** Names come from the bucket, too. */
function shortened(text: string): string {
  const clean = text.replace(/\p{C}/gu, '\ufffd');
  return clean.length > longestName ? `${clean.slice(0, longestName)}…` : clean;
}
