import type { Run } from '@sluice/contract';
import type { EnvironmentSettings } from '../config/settings';
import { prefixFor } from '../keys';
import { failureKind, type PipelineExecution } from '../ports/pipelines';
import type { ReleaseContext } from '../context';

export interface Runs {
  /** Whether any pipeline answered: without, nothing is known of how a version ended. */
  isKnown: boolean;
  /** By version id of the tag: the run that counts, one for each environment. */
  of(versionId: string | undefined): Run[];
}

/** CodePipeline's largest page; it forgets executions after 12 months. */
export const executionsToAsk = 100;

/**
 * Asks the pipelines of these environments what became of each version. A pipeline that does not exist, or does not
 * answer, leaves its environment out, with a warning unless it merely does not exist.
 */
export async function readRuns(context: ReleaseContext, environments: EnvironmentSettings[]): Promise<Runs> {
  return runsOf(context, await readExecutions(context, environments));
}

/** What the pipeline of an environment says; nothing where it cannot tell. */
export interface EnvironmentExecutions {
  environment: EnvironmentSettings;
  executions?: PipelineExecution[];
}

export function readExecutions(
  context: ReleaseContext,
  environments: readonly EnvironmentSettings[],
): Promise<EnvironmentExecutions[]> {
  return Promise.all(
    environments.map(async (environment) => ({
      environment,
      executions: await executionsOf(context, environment),
    })),
  );
}

/** The same as {@link readRuns}, of executions that are read already. */
export async function runsOf(context: ReleaseContext, told: readonly EnvironmentExecutions[]): Promise<Runs> {
  const byVersion = new Map<string, Run[]>();
  let isKnown = false;
  await Promise.all(
    told.map(async ({ environment, executions }) => {
      if (executions === undefined) return;
      isKnown = true;
      for (const [versionId, execution] of countingRuns(executions)) {
        const run = await runView(context, environment, execution);
        byVersion.set(versionId, [...(byVersion.get(versionId) ?? []), run]);
      }
    }),
  );
  const order = told.map(({ environment: { name } }) => name);
  for (const runs of byVersion.values())
    runs.sort((a, b) => order.indexOf(a.environment) - order.indexOf(b.environment));
  return { isKnown, of: (versionId) => byVersion.get(versionId ?? '') ?? [] };
}

/** What a pipeline says of its executions, newest first, or why it says nothing. */
export type ExecutionsAnswer =
  | { state: 'told'; executions: PipelineExecution[] }
  | { state: 'no-pipeline' }
  | { state: 'unanswered'; error: unknown };

/**
 * CodePipeline starts a new pipeline by itself. Where its tag has nothing yet, that execution fails in its source stage,
 * and says nothing of anything that was deployed.
 */
function isOfCreation({ trigger, sourceRevisions }: PipelineExecution): boolean {
  return trigger?.type === 'CreatePipeline' && sourceRevisions.length === 0;
}

/** The pipelines of sluice.json watch the whole app's tags: of a component that is published alone they know nothing. */
export async function askExecutions(
  { pipelines, prefix, settings }: ReleaseContext,
  { pipeline }: EnvironmentSettings,
  limit = executionsToAsk,
): Promise<ExecutionsAnswer> {
  if (pipelines === undefined || prefix !== prefixFor(settings.app)) return { state: 'no-pipeline' };
  try {
    const executions = await pipelines.executions(pipeline, limit);
    return { state: 'told', executions: executions.filter((execution) => !isOfCreation(execution)) };
  } catch (error) {
    return failureKind(error) === 'no-pipeline' ? { state: 'no-pipeline' } : { state: 'unanswered', error };
  }
}

/** Nothing when the pipeline cannot tell; why, is a warning, unless it merely does not exist. */
export async function executionsOf(
  context: ReleaseContext,
  environment: EnvironmentSettings,
  limit = executionsToAsk,
): Promise<PipelineExecution[] | undefined> {
  const answer = await askExecutions(context, environment, limit);
  if (answer.state === 'told') return answer.executions;
  if (answer.state === 'unanswered') {
    const message = answer.error instanceof Error ? answer.error.message : String(answer.error);
    context.report({
      kind: 'warning',
      message: `The deployments to ${environment.name} are unknown: ${message}`,
    });
  }
  return undefined;
}

/**
 * A version may be run again, so the newest run counts. One that was overtaken says nothing of the version, so it
 * counts only where there is no other.
 */
export function countingRuns(executions: PipelineExecution[]): Map<string, PipelineExecution> {
  const counting = new Map<string, PipelineExecution>();
  for (const execution of executions) {
    if (execution.type === 'rollback') continue;
    for (const { revisionId } of execution.sourceRevisions) {
      const known = counting.get(revisionId);
      const isBetter = known?.status === 'Superseded' && execution.status !== 'Superseded';
      if (known === undefined || isBetter) counting.set(revisionId, execution);
    }
  }
  return counting;
}

export async function runView(
  { pipelines }: ReleaseContext,
  { name, pipeline }: EnvironmentSettings,
  { id, status, startedAt, updatedAt }: PipelineExecution,
): Promise<Run> {
  return {
    environment: name,
    pipeline,
    executionId: id,
    status,
    startedAt: startedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    url: await pipelines?.consoleUrl(pipeline, id),
  };
}

/** It came up in every environment that tried it, and at least one did. */
export function ranWell(runs: Run[]): boolean {
  const tried = runs.filter(({ status }) => status !== 'Superseded');
  return tried.length > 0 && tried.every(({ status }) => status === 'Succeeded');
}
