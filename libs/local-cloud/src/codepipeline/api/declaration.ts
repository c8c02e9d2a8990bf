import type { PipelineDefinition } from '../model/definition';
import type { StageName } from '../model/execution';
import { stageNames } from '../model/execution';

/** There is one account on this machine, and all that is asked for is on its own behalf. */
export const account = '000000000000';
export const caller = `arn:aws:iam::${account}:user/local`;
const roleArn = `arn:aws:iam::${account}:role/local-cloud`;

export const sourceArtifact = 'SourceArtifact';
export const buildArtifact = 'BuildArtifact';

export const actionTypes = {
  Source: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
  Build: { category: 'Build', owner: 'Custom', provider: 'LocalBuild', version: '1' },
  Deploy: { category: 'Deploy', owner: 'Custom', provider: 'LocalProcess', version: '1' },
} as const;

export const artifacts: Record<StageName, { input: string[]; output: string[] }> = {
  Source: { input: [], output: [sourceArtifact] },
  Build: { input: [sourceArtifact], output: [buildArtifact] },
  Deploy: { input: [buildArtifact], output: [] },
};

export function configuration(
  { source, deploy }: PipelineDefinition,
  stage: StageName,
): Record<string, string> {
  if (stage === 'Source') {
    return { PollForSourceChanges: 'true', S3Bucket: source.bucket, S3ObjectKey: source.key };
  }
  if (stage === 'Build') return {};
  return { Environment: deploy.name, HealthPath: deploy.healthPath, Port: String(deploy.publicPort) };
}

/** The `PipelineDeclaration` of GetPipeline. */
export function declaration(definition: PipelineDefinition, version: number): object {
  return {
    name: definition.name,
    roleArn,
    artifactStore: { type: 'S3', location: definition.source.bucket },
    stages: stageNames.map((stage) => ({
      name: stage,
      actions: [
        {
          name: stage,
          actionTypeId: actionTypes[stage],
          runOrder: 1,
          configuration: configuration(definition, stage),
          outputArtifacts: artifacts[stage].output.map((name) => ({ name })),
          inputArtifacts: artifacts[stage].input.map((name) => ({ name })),
        },
      ],
    })),
    version,
    executionMode: 'SUPERSEDED',
    pipelineType: 'V2',
  };
}

export function pipelineArn(region: string, name: string): string {
  return `arn:aws:codepipeline:${region}:${account}:${name}`;
}
