import { setMaxListeners } from 'node:events';
import type { ExecutorContext, Task, TaskGraph } from '@nx/devkit';
import { sharingAnswers } from '@sluice/git';
import { Semaphore } from 'async-mutex';
import { ownVariables, withVariables } from '../../composition/task-variables';
import { withHashesBefore } from '../../packing/build-tasks';
import type { Outlet } from '../../terminal/outlet';
import { createPrinter } from '../../terminal/printer';
import { endAfterBatch } from './batch-process';
import { publishTo } from './publish-s3.impl';
import type { PublishS3Options } from './schema';

/** As Nx wants it of each task. */
export interface TaskResult {
  success: boolean;
  terminalOutput: string;
  /** Milliseconds since 1970. */
  startTime: number;
  endTime: number;
}

/** Publications at the same time: each holds some parts of a large archive in memory. */
const concurrency = 4;

/**
 * Publishes the archives of several projects in one process, which is what Nx does with `--batch`: a process for each takes
 * 0.6 seconds of processor time, most of it for what all of them load. Each says what it would say alone, once it has ended.
 */
export default async function* publishBatch(
  batch: TaskGraph,
  options: Readonly<Record<string, PublishS3Options>>,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<{ task: string; result: TaskResult }, void> {
  const tasks = Object.values(batch.tasks).map((task) => ({
    task,
    variables: ownVariables(task, context.projectGraph),
  }));
  const publishTask = async (task: Task) => {
    const result = await publishOne(task, options[task.id], context);
    return { task: task.id, result };
  };
  // Each waits for a signal while it uploads.
  setMaxListeners(concurrency + 10, process);
  const semaphore = new Semaphore(concurrency);
  // All are of one commit, and what they publish was packed before.
  const askingGitOnce = sharingAnswers();
  const shared = tasks.filter(({ variables }) => variables === undefined);
  const running = new Map(
    shared.map(({ task }) => [task.id, semaphore.runExclusive(() => askingGitOnce(() => publishTask(task)))]),
  );
  while (running.size > 0) {
    const ended = await Promise.race(running.values());
    running.delete(ended.task);
    yield ended;
  }
  // The variables of a process are those of all that it does, so these are alone in it.
  for (const { task, variables } of tasks)
    if (variables !== undefined) yield await withVariables(variables, () => publishTask(task));
  endAfterBatch();
}

async function publishOne(
  task: Task,
  options: PublishS3Options | undefined,
  context: ExecutorContext,
): Promise<TaskResult> {
  const startTime = Date.now();
  const { project, target, configuration } = task.target;
  const said: string[] = [];
  const outlet: Outlet = { write: (text) => said.push(text), flushed: () => Promise.resolve() };
  const printer = createPrinter({ json: options?.json, stdout: outlet, stderr: outlet });
  const { success } = await publishTo(printer, options ?? { archive: '' }, {
    ...context,
    isVerbose: task.overrides?.verbose === true,
    projectName: project,
    targetName: target,
    configurationName: configuration,
    taskGraph: context.taskGraph && withHashesBefore(task, context.taskGraph),
  });
  return { success, terminalOutput: said.join(''), startTime, endTime: Date.now() };
}
