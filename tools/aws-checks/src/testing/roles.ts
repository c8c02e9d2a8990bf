import type { Policy, Statement } from './iam';
import { resolve, scopeOf, type Scope } from './resolve';
import { readTemplate, type Template } from './template';

const platform = readTemplate('aws/platform.yml');
const pipeline = readTemplate('aws/pipeline.yml');

const platformScope = scopeOf(platform, {
  App: 'sluice',
  GitHubOwner: 'acme',
  GitHubRepository: 'shop',
  GitHubOwnerId: '1001',
  GitHubRepositoryId: '2002',
  VpcId: 'vpc-1',
  SubnetIds: ['subnet-1', 'subnet-2'],
});

/** What the platform's stack exports, by the export's name. */
export const platformExports: Record<string, unknown> = Object.fromEntries(
  Object.values(platform.Outputs ?? {})
    .filter((output) => output.Export)
    .map((output) => [
      String(resolve(output.Export?.Name, platformScope)),
      resolve(output.Value, platformScope),
    ]),
);

/** The pipeline's template with one environment's parameters. */
export function pipelineScope(environment: string, tag: string): Scope {
  const scope = scopeOf(pipeline, { App: 'sluice', Environment: environment, Tag: tag }, platformExports);
  scope.names['Pipeline'] = `sluice-${environment}-pipeline`;
  return scope;
}

/** A role's policies and who may take it on. */
export interface Role {
  policies: Policy[];
  trust: Statement[];
}

function roleOf(template: Template, name: string, scope: Scope): Role {
  const properties = resolve(template.Resources[name]?.Properties, scope) as {
    Policies: { PolicyDocument: Policy }[];
    AssumeRolePolicyDocument: Policy;
  };
  return {
    policies: properties.Policies.map((policy) => policy.PolicyDocument),
    trust: properties.AssumeRolePolicyDocument.Statement,
  };
}

function documentOf(name: string): Policy {
  const properties = resolve(platform.Resources[name]?.Properties, platformScope);
  return (properties as { PolicyDocument: Policy }).PolicyDocument;
}

export const publisher = roleOf(platform, 'Publisher', platformScope);
export const initialiser = roleOf(platform, 'Initialiser', platformScope);
export const boundary = documentOf('Boundary');
export const bucketPolicy = documentOf('PipelineBucketPolicy');

/** The role that moves one tag, as the pipeline's stack of that environment makes it. */
export function promoterOf(environment: string, tag: string): Role {
  return roleOf(pipeline, 'Promoter', pipelineScope(environment, tag));
}
