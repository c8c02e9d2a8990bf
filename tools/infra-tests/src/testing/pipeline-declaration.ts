import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { resolve } from './resolve';
import { pipelineScope } from './roles';
import { readTemplate } from './template';

/** CloudFormation writes `RoleArn` where CodePipeline's own API has `roleArn`; a Configuration's keys stay. */
function asApi(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asApi);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      key === 'Configuration' ? value : asApi(value),
    ]),
  );
}

/** The pipeline that aws/pipeline.yml makes for an environment, in the form of CodePipeline's CreatePipeline. */
export function pipelineDeclaration(environment: string, tag: string): PipelineDeclaration {
  const scope = pipelineScope(environment, tag);
  const properties = resolve(readTemplate('aws/pipeline.yml').Resources['Pipeline']?.Properties, scope);
  const declaration = asApi(properties) as Record<string, unknown>;
  delete declaration['restartExecutionOnUpdate'];
  return declaration as unknown as PipelineDeclaration;
}
