import type { Finding } from '@sluice/contract';
import type { UserFacingError } from '../errors';
import type { PipelineExecution, Pipelines, PipelineSource, StageState } from '../ports/pipelines';
import type { ExecutionMatch } from './execution-match';

export interface DiagnosisInput {
  pipelines: Pipelines;
  pipeline: string;
  /** The command that starts it again on what the tag names. */
  redeploy: string;
  /** Key of the tag's object. */
  key: string;
  versionId: string;
  executions: readonly PipelineExecution[];
  executionMatch: ExecutionMatch;
  /** Executions that started earlier, in milliseconds since 1970, explain nothing. */
  since: number;
  /** Milliseconds since 1970. */
  now: number;
}

/** https://github.com/awslabs/aws-deployment-framework/issues/631 */
const idleDays = 30;
const day = 24 * 60 * 60 * 1000;

/**
 * Why no execution may have started. What these credentials may not read is left out; the likeliest reason comes
 * first, and there always is one.
 */
export async function diagnose(diagnosisInput: DiagnosisInput): Promise<Finding[]> {
  const { pipelines, pipeline, redeploy } = diagnosisInput;
  const [stages, sources] = await Promise.all([
    pipelines.stages(pipeline).catch((): StageState[] => []),
    pipelines.sources(pipeline).catch((): PipelineSource[] => []),
  ]);
  const findings = [
    ...otherExecutions(diagnosisInput),
    ...closedSource(pipeline, stages),
    ...otherObject(diagnosisInput, sources),
    ...polling(diagnosisInput, sources),
  ];
  return findings.length > 0 ? findings : [nothingFound(pipeline, redeploy, sources.length > 0)];
}

export function missingPipeline({ message, remedy }: UserFacingError): Finding {
  return { kind: 'pipeline-missing', explanation: message, remedy };
}

function otherExecutions({ executionMatch, redeploy, since }: DiagnosisInput): Finding[] {
  const newest = executionMatch.newer.find(
    ({ sourceRevisions, startedAt }) => sourceRevisions.length > 0 && startedAt.getTime() >= since,
  );
  const startedOn = newest?.sourceRevisions[0];
  const { rollbackToMine } = executionMatch;
  return [
    ...(rollbackToMine === undefined
      ? []
      : [
          {
            kind: 'rollback-only' as const,
            explanation: `Only a rollback (execution ${rollbackToMine.id}) has this version, which deploys nothing new.`,
            remedy: `Start the pipeline on it: ${redeploy}`,
          },
        ]),
    ...(newest === undefined || startedOn === undefined
      ? []
      : [
          {
            kind: 'newer-version' as const,
            explanation: `The newest execution, ${newest.id}, has another version: ${startedOn.summary ?? startedOn.revisionId}.`,
            remedy: 'If that version was written later, it has replaced this one. Watch it instead.',
          },
        ]),
  ];
}

function closedSource(pipeline: string, [first]: StageState[]): Finding[] {
  if (first?.closed === undefined) return [];
  const reason = first.closed.reason === undefined ? '' : `, because: ${first.closed.reason}`;
  return [
    {
      kind: 'source-closed',
      explanation: `The transition into its stage "${first.name}" is disabled${reason}.`,
      remedy: `Enable it: aws codepipeline enable-stage-transition --pipeline-name ${pipeline} --stage-name ${first.name} --transition-type Inbound`,
    },
  ];
}

function otherObject({ key, pipeline }: DiagnosisInput, sources: PipelineSource[]): Finding[] {
  const [first] = sources;
  if (first === undefined || sources.some((source) => source.key === key)) return [];
  return [
    {
      kind: 'other-object',
      explanation: `It watches s3://${first.bucket}/${first.key}, and not ${key}.`,
      remedy: `Correct the tag or "pipeline" of the environment in sluice.json, or configure ${pipeline} to watch ${key}.`,
    },
  ];
}

function polling({ key, executions, now }: DiagnosisInput, sources: PipelineSource[]): Finding[] {
  const source = sources.find((one) => one.key === key);
  if (source === undefined) return [];
  if (!source.polls) {
    return [
      {
        kind: 'no-polling',
        explanation:
          'It does not poll, so an EventBridge rule must start it. That rule is missing, disabled, or lacks permission.',
        remedy: `Check the rule for "Object Created" of ${key}, that the bucket sends its events to EventBridge, and the rule's role.`,
      },
    ];
  }
  const last = Math.max(0, ...executions.map(({ startedAt }) => startedAt.getTime()));
  if (now - last < idleDays * day) return [];
  return [
    {
      kind: 'polling-idle',
      explanation: `It polls, and has not run for ${idleDays} days: AWS disables polling for such pipelines.`,
      remedy: 'Start it once manually, then use an EventBridge rule instead of polling.',
    },
  ];
}

function nothingFound(pipeline: string, redeploy: string, sourceWasRead: boolean): Finding {
  return {
    kind: 'nothing-found',
    explanation: sourceWasRead
      ? 'Its definition does not show why.'
      : 'Its definition could not be read with these credentials, so the reason is unknown.',
    remedy: `Check it (aws codepipeline get-pipeline-state --name ${pipeline}), or start it: ${redeploy}`,
  };
}
