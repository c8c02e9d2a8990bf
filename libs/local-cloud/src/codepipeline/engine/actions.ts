import type { Environment } from '../../environments';
import { StartFailure } from '../../environments';
import type { PipelineDefinition } from '../model/definition';
import type { ActionRun, Execution, Revision, StageName } from '../model/execution';
import { lastRun } from '../model/execution';
import type { ObjectSource, SourceVersion } from '../model/object-source';
import type { PipelineFiles } from './pipeline-files';

/** A failed action, with one of CodePipeline's failure types as its code. */
export class ActionFailure extends Error {
  constructor(
    readonly code: 'JobFailed' | 'RevisionUnavailable',
    message: string,
  ) {
    super(message);
  }
}

export interface ActionContext {
  definition: PipelineDefinition;
  execution: Execution;
  run: ActionRun;
  source: ObjectSource;
  files: PipelineFiles;
  environment: Environment;
  log(line: string): void;
  signal: AbortSignal;
}

export type ActionOutcome = Pick<ActionRun, 'externalId' | 'summary' | 'url' | 'outputVariables'>;

/** @throws ActionFailure, or what the build throws. */
export const actions: Record<StageName, (context: ActionContext) => Promise<ActionOutcome>> = {
  Source: readSource,
  Build: build,
  Deploy: deploy,
};

/** API limit of `ErrorDetails.message`. */
const longestMessage = 5000;

export function describeFailure(error: unknown): { code: string; message: string } {
  const { message, remedy } = error as Error & { remedy?: string };
  const lastOutput = error instanceof StartFailure ? error.lastOutput : [];
  const words = lastOutput.length > 0 ? `Last output:\n${lastOutput.join('\n')}` : undefined;
  const text = [message, words ?? remedy].filter((part) => part !== undefined && part !== '').join(' ');
  const code = error instanceof ActionFailure ? error.code : 'JobFailed';
  return { code, message: fit(text || 'The action failed without output.') };
}

export function revisionOf({ versionId, etag, created, metadata }: SourceVersion): Revision {
  const told = metadata['codepipeline-artifact-revision-summary'];
  return { versionId, etag, created, summary: told || s3Summary(versionId) };
}

async function readSource({ definition, execution, source }: ActionContext): Promise<ActionOutcome> {
  const { bucket, key } = definition.source;
  const versionId = execution.revision?.versionId;
  const version = versionId === undefined ? undefined : source.version(bucket, key, versionId);
  if (!version) {
    const what = versionId === undefined ? 'No object' : `No version ${versionId} of an object`;
    throw new ActionFailure('RevisionUnavailable', `${what} is at s3://${bucket}/${key}.`);
  }
  execution.revision = revisionOf(version);
  return {
    externalId: version.versionId,
    summary: execution.revision.summary,
    outputVariables: {
      BucketName: bucket,
      ETag: unquoted(version.etag),
      ObjectKey: key,
      VersionId: version.versionId,
    },
  };
}

async function build(context: ActionContext): Promise<ActionOutcome> {
  const { definition, execution, run, source, files, log, signal } = context;
  const { bucket, key } = definition.source;
  const { versionId = '', etag = '' } = execution.revision ?? {};
  const metadata = source.version(bucket, key, versionId)?.metadata ?? {};
  const file = await source.file(bucket, key, versionId);
  const folder = files.emptyArtifact(execution.id);
  const result = await definition.build({
    file,
    bucket,
    key,
    versionId,
    etag,
    metadata,
    folder,
    log,
    signal,
  });
  return {
    externalId: `${definition.name}:${run.id}`,
    summary: result?.summary ?? 'Build succeeded',
    outputVariables: result?.variables ?? {},
  };
}

async function deploy({ execution, files, environment, signal }: ActionContext): Promise<ActionOutcome> {
  const { id } = execution;
  const outcome = { externalId: id, summary: 'Deployment succeeded', url: environment.url };
  // Killed between the operation and its record: the environment itself has come up with this version.
  await environment.settled();
  const { state, versionId } = environment.status();
  if (state === 'serving' && versionId === id) return outcome;
  const variables = lastRun(execution, 'Build')?.outputVariables ?? {};
  await environment.deploy({ id, folder: files.artifact(id), variables }, signal);
  return outcome;
}

function s3Summary(versionId: string): string {
  return `Amazon S3 version id: ${versionId}`;
}

export function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}

function fit(text: string): string {
  return text.length <= longestMessage ? text : `${text.slice(0, longestMessage - 1)}…`;
}
