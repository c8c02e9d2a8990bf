import type { Deployment, PipelineEnd, PipelineResult } from '@sluice/contract';
import { shortSha } from '../keys';
import type { NextCommand } from '../next-command';

/** One sentence on what is now true and, unless all is well, one on what to do. */
export interface OutcomeMessage {
  message: string;
  remedy?: string;
}

type Of<Kind extends PipelineEnd['kind']> = Extract<PipelineEnd, { kind: Kind }>;

export function describeEnd(
  deployment: Pick<Deployment, 'commit'>,
  result: PipelineResult,
  command: NextCommand,
): OutcomeMessage {
  const { environment, pipeline, end } = result;
  const sha = shortSha(deployment.commit);
  const notThere = `${environment} does not run ${sha}`;
  const goesOn = `the deployment of ${sha} to ${environment} is still in progress`;
  const lookAgain = `To watch again: ${command('watch', environment)}${page(result)}`;
  switch (end.kind) {
    case 'succeeded':
      return { message: `${environment} runs ${sha}.` };
    case 'failed':
      return failed(notThere, result, end);
    case 'rolled-back':
      return {
        message: `${notThere} any more: after it had succeeded, execution ${end.executionId} of ${pipeline} rolled back to ${
          end.summary ?? end.versionId ?? 'an earlier version'
        }.`,
        remedy: `Find out why it rolled back${page(result)}, then publish a fix.`,
      };
    case 'stopped':
      return {
        message: `${notThere}: its execution of ${pipeline} was stopped${end.reason ? ` (${withoutStop(end.reason)})` : ''}.`,
        remedy: `Find out why${page(result)}. To deploy it anyway: ${command('redeploy', environment)}`,
      };
    case 'cancelled':
      return {
        message: `${notThere}: its execution of ${pipeline} was canceled, for example because the pipeline was changed.`,
        remedy: `Run the pipeline again: ${command('redeploy', environment)}`,
      };
    case 'superseded':
      return superseded(notThere, result, end, command('watch', environment));
    case 'never-started':
      return neverStarted(notThere, result, end);
    case 'credentials-expired':
      return {
        message: `The AWS credentials expired while ${pipeline} was watched; ${goesOn}.`,
        remedy: `Sign in again. ${lookAgain}`,
      };
    case 'unknown':
      return {
        message: `${pipeline} can no longer be watched: ${withoutStop(end.message)}. Whether ${environment} runs ${sha} is unknown.`,
        remedy: end.remedy,
      };
    case 'unfinished':
      return {
        message: `After ${minutes(end.waitedMs)} ${goesOn}${end.waitingFor === undefined ? '' : `, waiting for ${end.waitingFor}`}.`,
        remedy: lookAgain,
      };
    case 'interrupted':
      return {
        message:
          result.executionId === undefined
            ? `Stopped watching before ${pipeline} started on ${sha}. The tag has moved, and the pipeline will start.`
            : `Stopped watching; ${goesOn}.`,
        remedy: lookAgain,
      };
  }
}

function failed(
  notThere: string,
  result: PipelineResult,
  { stage, summary, rollback }: Of<'failed'>,
): OutcomeMessage {
  const said = stage?.error?.message || stage?.summary || summary;
  const where = stage === undefined ? result.pipeline : `${stage.name} failed in ${result.pipeline}`;
  const cause = said ? `: ${withoutStop(said)}` : stage === undefined ? ' failed' : '';
  const logs = stage?.url ?? result.url;
  const rolled =
    rollback === undefined ? '' : ` Execution ${rollback.executionId} is a rollback to the previous version.`;
  return {
    message: `${notThere}: ${where}${cause}.${rolled}`,
    remedy: `Fix the failure and publish again${logs === undefined ? '' : `; the logs are at ${logs}`}.`,
  };
}

function superseded(
  notThere: string,
  result: PipelineResult,
  { by }: Of<'superseded'>,
  watch: string,
): OutcomeMessage {
  const newer = by?.summary ?? by?.versionId;
  return {
    message: `${notThere}: a newer execution of ${result.pipeline} superseded it${newer === undefined ? '' : `, on ${newer}`}.`,
    remedy: `This version will not be deployed unless it is promoted again. To watch the newer one: ${watch}${page(result)}`,
  };
}

function neverStarted(notThere: string, result: PipelineResult, end: Of<'never-started'>): OutcomeMessage {
  const [likeliest, ...others] = end.findings;
  const waited = end.waitedMs < 1000 ? '' : ` within ${minutes(end.waitedMs)}`;
  if (likeliest?.kind === 'pipeline-missing')
    return { message: `${notThere}: ${likeliest.explanation}`, remedy: likeliest.remedy };
  const more = others.map(({ explanation }) => ` ${explanation}`).join('');
  return {
    message: `${notThere}: ${result.pipeline} did not start on this version${waited}. ${likeliest?.explanation ?? ''}${more}`,
    remedy: likeliest?.remedy,
  };
}

function page({ url }: PipelineResult): string {
  return url === undefined ? '' : `, or open ${url}`;
}

function withoutStop(text: string): string {
  return text.trimEnd().replace(/\.$/, '');
}

function minutes(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 100) return `${seconds} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
}
