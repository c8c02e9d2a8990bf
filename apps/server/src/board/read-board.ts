import type { Board, EnvironmentCard, EnvironmentStatus, Status } from '@sluice/contract';
import {
  chooseTarget,
  findRollback,
  readStatus,
  stageViews,
  type PipelineExecution,
  type ReleaseContext,
} from '@sluice/release';
import { awaitsRun } from './awaited-run';
import { behindPrevious } from './behind-previous';
import { takesFrom } from './takes-from';
import { waitingFor } from './waiting';

/** As many as libs/release asks for, so that both share one answer. */
const executionsToAsk = 100;

/** The warning of a board that does without the list of archives. */
export const listIsLoading = 'The list of archives is still loading.';

export interface BoardSources {
  /** Ports that remember: a board is read again and again. */
  context: ReleaseContext;
  /** Commits that were published, the newest upload first; absent: the board does without what takes that list. */
  published?(): Promise<readonly string[]>;
  now(): number;
}

/** What is where, as the board shows it. Whatever the pipelines cannot tell is a warning, and the rest is shown. */
export async function readBoard({ context, published, now }: BoardSources): Promise<Board> {
  const warnings = new Set<string>();
  const warned: ReleaseContext = {
    ...context,
    report: (event) => {
      if (event.kind === 'warning') warnings.add(event.message);
    },
  };
  const readAt = new Date(now()).toISOString();
  const status = await readStatus(warned, { withNewest: published !== undefined });
  const uploads = await published?.();
  if (published === undefined) warnings.add(listIsLoading);
  const environments = await Promise.all(
    status.environments.map((_, index) => cardOf(warned, status, index, uploads, now())),
  );
  return { readAt, newest: status.newest, environments, warnings: [...warnings] };
}

async function cardOf(
  context: ReleaseContext,
  status: Status,
  index: number,
  uploads: readonly string[] | undefined,
  now: number,
): Promise<EnvironmentCard> {
  const environment = status.environments[index] as EnvironmentStatus;
  const settings = context.settings.environments.find(({ name }) => name === environment.name);
  const execution = await executionOf(context, environment);
  const runVersionId = execution?.sourceRevisions[0]?.revisionId;
  const source = takesFrom(context.settings.environments, environment.name)?.name;
  const before = status.environments.find(({ name }) => name === source);
  const [stages, behind, pipelineUrl, ...slow] = await Promise.all([
    execution === undefined ? [] : stagesOf(context, environment, execution),
    behindPrevious(context, environment, before, uploads ?? []),
    context.pipelines?.consoleUrl(environment.pipeline),
    // What takes a look at the history is not for the first board of a large bucket.
    uploads && waitingOf(context, environment, before, status, uploads),
    uploads && rollbackOf(context, environment),
  ]);
  const [waiting, rollback] = slow;
  return {
    ...environment,
    confirm: settings?.confirm ?? false,
    requires: settings?.requires ?? [],
    sharesTagWith: context.settings.environments
      .filter(({ name, tag }) => tag === environment.tag && name !== environment.name)
      .map(({ name }) => name),
    behindPrevious: behind,
    takesFrom: source,
    waiting,
    rollback,
    url: settings?.url,
    pipelineUrl,
    stages,
    runVersionId,
    awaitsRun: awaitsRun(environment, runVersionId, now),
  };
}

async function waitingOf(
  context: ReleaseContext,
  environment: EnvironmentStatus,
  before: EnvironmentStatus | undefined,
  { newest }: Status,
  uploads: readonly string[],
): Promise<EnvironmentCard['waiting']> {
  try {
    return await waitingFor(context, environment, before, newest, uploads);
  } catch (error) {
    const message = `What waits for ${environment.name} is unknown: ${(error as Error).message}`;
    context.report({ kind: 'warning', message });
    return undefined;
  }
}

/** Unknown where it cannot be read: whoever asks for a rollback is told why. */
async function rollbackOf(
  context: ReleaseContext,
  { name, unreadable }: EnvironmentStatus,
): Promise<EnvironmentCard['rollback']> {
  if (unreadable !== undefined) return undefined;
  try {
    const found = await findRollback(context, chooseTarget(context.settings, { env: name }));
    return 'to' in found
      ? { commit: found.to.commit, subject: found.to.subject }
      : { nothing: found.nothing };
  } catch {
    return undefined;
  }
}

async function executionOf(
  { pipelines }: ReleaseContext,
  { pipeline, run }: EnvironmentStatus,
): Promise<PipelineExecution | undefined> {
  if (run === undefined) return undefined;
  // They were read for the status a moment ago; when that was lost in the meantime, the card does without stages.
  const executions = await pipelines?.executions(pipeline, executionsToAsk).catch(() => []);
  return executions?.find(({ id }) => id === run.executionId);
}

async function stagesOf(
  { pipelines, report }: ReleaseContext,
  { name, pipeline }: EnvironmentStatus,
  execution: PipelineExecution,
) {
  try {
    const [stages = [], actions = []] = await Promise.all([
      pipelines?.stages(pipeline),
      pipelines?.actions(pipeline, execution.id),
    ]);
    return stageViews(
      stages.map((stage) => stage.name),
      execution,
      actions,
    );
  } catch (error) {
    report({ kind: 'warning', message: `The stages of ${name} are unknown: ${(error as Error).message}` });
    return [];
  }
}
