import type { Policy, Statement } from './iam';
import { resolve, scopeOf, type Scope } from './resolve';
import { readTemplate, type Template } from './template';

const platform = readTemplate('aws/platform.yml');
const pipeline = readTemplate('aws/pipeline.yml');

const platformParameters = {
  App: 'sluice',
  GitHubOwner: 'acme',
  GitHubRepository: 'shop',
  GitHubOwnerId: '1001',
  GitHubRepositoryId: '2002',
  VpcId: 'vpc-1',
  SubnetIds: ['subnet-1', 'subnet-2'],
};
const platformScope = platformScopeWith({});

/** The platform's template with these parameters besides. */
export function platformScopeWith(parameters: Record<string, string>): Scope {
  return scopeOf(platform, { ...platformParameters, ...parameters });
}

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
export function pipelineScope(environment: string, tag: string, more: Record<string, string> = {}): Scope {
  const given = { App: 'sluice', Environment: environment, Tag: tag, ...more };
  const scope = scopeOf(pipeline, given, platformExports);
  for (const name of ['Pipeline', 'Promoter', 'Console']) {
    scope.names[name] = `sluice-${environment}-${name.toLowerCase()}`;
  }
  return scope;
}

/** A role's policies and who may take it on. */
export interface Role {
  policies: Policy[];
  trust: Statement[];
}

function roleOf(template: Template, name: string, scope: Scope): Role {
  const properties = resolve(template.Resources[name]?.Properties, scope) as {
    Policies?: { PolicyDocument: Policy }[];
    AssumeRolePolicyDocument: Policy;
  };
  return {
    policies: (properties.Policies ?? []).map((policy) => policy.PolicyDocument),
    trust: properties.AssumeRolePolicyDocument.Statement,
  };
}

function documentOf(name: string, scope = platformScope): Policy {
  const properties = resolve(platform.Resources[name]?.Properties, scope);
  return (properties as { PolicyDocument: Policy }).PolicyDocument;
}

export const publisher = roleOf(platform, 'Publisher', platformScope);
export const pruner = roleOf(platform, 'Pruner', platformScope);
export const initialiser = roleOf(platform, 'Initialiser', platformScope);
export const environmentBoundary = documentOf('EnvironmentBoundary');
export const appBoundary = documentOf('AppBoundary');
export const bucketPolicy = documentOf('PipelineBucketPolicy');
/** The bucket's policy where the platform's stack says LockRejected. */
export const lockedBucketPolicy = documentOf(
  'PipelineBucketPolicy',
  platformScopeWith({ LockRejected: 'true' }),
);

/** The policies that one environment's stack attaches to a role, which may be another stack's. */
function attachedTo(roleName: string, scope: Scope): Policy[] {
  return Object.values(pipeline.Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy')
    .map(({ Properties }) => resolve(Properties, scope) as { Roles: string[]; PolicyDocument: Policy })
    .filter(({ Roles }) => Roles.includes(roleName))
    .map(({ PolicyDocument }) => PolicyDocument);
}

/** The role that moves one tag, as the pipeline's stack of that environment makes it. */
export function promoterOf(environment: string, tag: string): Role {
  const scope = pipelineScope(environment, tag);
  const { trust } = roleOf(pipeline, 'Promoter', scope);
  return { trust, policies: attachedTo(`sluice-${environment}-promoter`, scope) };
}

/** The role of an environment's containers, where the stacks of `moves` name its console as one that may move them. */
export function consoleOf(environment: string, tag: string, moves: Record<string, string> = {}): Role {
  const name = `sluice-${environment}-console`;
  const others = Object.entries(moves).filter(([other]) => other !== environment);
  const own: Record<string, string> = environment in moves ? { PromotingConsole: environment } : {};
  const scopes = [
    pipelineScope(environment, tag, own),
    ...others.map(([other, itsTag]) => pipelineScope(other, itsTag, { PromotingConsole: environment })),
  ];
  const { trust } = roleOf(pipeline, 'Console', scopes[0]!);
  return { trust, policies: scopes.flatMap((scope) => attachedTo(name, scope)) };
}
