import type { Task } from '@nx/devkit';

/** A digest for the name of each input of a task. */
export function digestsOf(task: Pick<Task, 'hashDetails'>, commit: string): Record<string, string>;

/** The name under which the inputs of a commit's tasks are in the cache. */
export function nameFor(commit: string): string;
