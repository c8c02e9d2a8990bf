import type { TaskGraph } from '@nx/devkit';

/** The ids of all tasks before this one. @throws TypeError for a graph of another form, which must not look empty. */
export function tasksBefore(id: string, graph: Pick<TaskGraph, 'dependencies'>): string[];
