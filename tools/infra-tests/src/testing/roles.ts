import type { Policy, Statement } from './iam';
import { resolve, scopeOf, type Scope } from './resolve';
import { readTemplate, type Template } from './template';

const platform = readTemplate('aws/platform.yml');
const setup = readTemplate('aws/app.yml');
const environment = readTemplate('aws/environment.yml');
const pipeline = readTemplate('aws/pipeline.yml');

const appParameters = {
  App: 'sluice',
  GitHubOwner: 'acme',
  GitHubRepository: 'shop',
  GitHubOwnerId: '1001',
  GitHubRepositoryId: '2002',
};

/** The platform's template with these parameters besides. */
export function platformScopeWith(parameters: Record<string, string | string[]>): Scope {
  return scopeOf(platform, { VpcId: 'vpc-1', SubnetIds: ['subnet-1', 'subnet-2'], ...parameters });
}

/** What the stacks of platform and app leave in Parameter Store, by name. */
export function storedFor(parameters: Record<string, string> = {}): Record<string, unknown> {
  const platformScope = platformScopeWith({});
  const stored = storedBy(platform, platformScope);
  // Only what the platform stores is read here.
  return { ...stored, ...storedBy(setup, scopeOf(setup, { ...appParameters, ...parameters }, stored)) };
}

function storedBy(template: Template, scope: Scope): Record<string, unknown> {
  const parameters = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::SSM::Parameter');
  return Object.fromEntries(
    parameters.map(({ Properties }) => {
      const { Name, Type, Value } = resolve(Properties, scope) as {
        Name: string;
        Type: string;
        Value: string;
      };
      return [Name, Type === 'StringList' ? Value.split(',') : Value];
    }),
  );
}

/** The app's template with these parameters besides. */
export function appScopeWith(parameters: Record<string, string>): Scope {
  const scope = scopeOf(setup, { ...appParameters, ...parameters }, storedFor());
  scope.names['Registry.Arn'] = `arn:aws:ecr:us-east-1:123456789012:repository/${String(scope.names['App'])}`;
  return scope;
}

const appScope = appScopeWith({});

/** Init gives a pipeline's stack the names in Parameter Store that are its app's. */
function whereAppIs(name: string): Record<string, string> {
  const at = (key: string) => `/sluice/apps/${name}/${key}`;
  return {
    App: name,
    Repository: at('repository'),
    SubjectWithIds: at('subject-with-ids'),
    RepositoryId: at('repository-id'),
    Branch: at('branch'),
  };
}

/** The pipeline's template with one environment's parameters. */
export function pipelineScope(name: string, tag: string, more: Record<string, string> = {}): Scope {
  const app = more['App'] ?? 'sluice';
  const given = { ...whereAppIs(app), Environment: name, Tag: tag, ...more };
  const scope = scopeOf(pipeline, given, storedFor({ App: app }));
  Object.assign(scope.names, namesOfRoles(pipeline, scope));
  scope.names['Pipeline'] = `${app}-${name}-pipeline`;
  const artifacts = `${app}--artifacts-${name}`;
  Object.assign(scope.names, { Artifacts: artifacts, 'Artifacts.Arn': `arn:aws:s3:::${artifacts}` });
  return scope;
}

/** What `Ref` and `Arn` of a template's roles are. */
function namesOfRoles(template: Template, scope: Scope): Record<string, string> {
  const roles = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
  return Object.fromEntries(
    roles.flatMap(([logical, { Properties }]) => {
      const named = { RoleName: Properties?.['RoleName'], Path: Properties?.['Path'] };
      const { RoleName, Path } = resolve(named, scope) as { RoleName: string; Path: string };
      const arn = `arn:aws:iam::123456789012:role${Path}${RoleName}`;
      return [
        [logical, RoleName],
        [`${logical}.Arn`, arn],
      ];
    }),
  );
}

/** The environment's template with one environment's parameters. */
export function environmentScope(name: string, more: Record<string, string> = {}): Scope {
  const app = more['App'] ?? 'sluice';
  const scope = scopeOf(environment, { App: app, Environment: name, ...more }, storedFor({ App: app }));
  Object.assign(scope.names, namesOfRoles(environment, scope));
  scope.names['LoadBalancer'] =
    `arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/sluice/50dc6c495c0c9188`;
  scope.names['LoadBalancer.LoadBalancerFullName'] = 'app/sluice/50dc6c495c0c9188';
  scope.names['TargetGroup.TargetGroupFullName'] = 'targetgroup/sluice/73e2d6bc24d8a067';
  return scope;
}

/** A role's policies and who may take it on. */
export interface Role {
  policies: Policy[];
  trust: Statement[];
  /** What limits it besides. */
  boundary?: Policy;
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

function documentOf(template: Template, name: string, scope: Scope): Policy {
  const properties = resolve(template.Resources[name]?.Properties, scope);
  return (properties as { PolicyDocument: Policy }).PolicyDocument;
}

const cacheScope = platformScopeWith({
  GitHubOwner: 'acme',
  GitHubRepository: 'shop',
  GitHubOwnerId: '1001',
  GitHubRepositoryId: '2002',
});
/** CI's role on pushes to main, and that of pull requests: for the cache of builds. */
export const cacheOfMain = roleOf(platform, 'CacheMain', cacheScope);
export const cacheOfPullRequests = roleOf(platform, 'CachePullRequests', cacheScope);
export const publisher = publisherOf('sluice');
export const pruner = roleOf(setup, 'Pruner', appScope);
export const reader = roleOf(setup, 'Reader', appScope);
export const bootstrap = roleOf(setup, 'Bootstrap', appScope);
/** The bucket's policy where the platform's stack lets other accounts read. */
export function bucketPolicyReadBy(...accounts: string[]): Policy {
  return documentOf(platform, 'PipelineBucketPolicy', platformScopeWith({ ReaderAccounts: accounts }));
}

/**
 * The promoter of an environment in an account of its own, whose stacks name the bucket of the app. The bucket there has
 * another name than the app's.
 */
export function promoterElsewhere(
  name: string,
  tag: string,
  { bucket, source, ...more }: { bucket: string; source: string } & Record<string, string>,
): Role {
  const parameters = { SourceBucket: source, ...more };
  const boundaryScope = appScopeWith(parameters);
  const scope = pipelineScope(name, tag, parameters);
  for (const { names } of [boundaryScope, scope]) names['Bucket'] = bucket;
  return {
    ...roleOf(pipeline, 'Promoter', scope),
    policies: attachedTo(`sluice--${name}--promoter`, scope),
    boundary: documentOf(setup, 'EnvironmentBoundary', boundaryScope),
  };
}

export const environmentBoundary = documentOf(setup, 'EnvironmentBoundary', appScope);
export const bucketPolicy = documentOf(platform, 'PipelineBucketPolicy', platformScopeWith({}));
/** The bucket's policy where the platform's stack says LockRejected. */
export const lockedBucketPolicy = documentOf(
  platform,
  'PipelineBucketPolicy',
  platformScopeWith({ LockRejected: 'true' }),
);

/** CloudFormation's role on the stacks of an app's environments. */
export function environmentStackRole(name = 'sluice'): Role {
  return roleOf(setup, 'EnvironmentStackRole', appScopeWith({ App: name }));
}

/** GitHub's role that makes an app's environments. */
export function bootstrapOf(name: string): Role {
  return roleOf(setup, 'Bootstrap', appScopeWith({ App: name }));
}

/**
 * GitHub's role that publishes an app.
 * @param parameters of its stack besides
 * @param others apps of the same repository whose stacks name this app as the one that publishes them
 */
export function publisherOf(
  name: string,
  others: readonly string[] = [],
  parameters: Record<string, string> = {},
): Role {
  const scopes = [
    appScopeWith({ App: name, ...parameters }),
    ...others.map((other) => appScopeWith({ App: other, PublishingApp: name })),
  ];
  for (const { names } of scopes) names['Publisher'] = `${String(names['App'])}-publisher`;
  const policies = scopes.map((scope) => attachedTo(`${name}-publisher`, scope, setup));
  return { ...roleOf(setup, 'Publisher', scopes[0]!), policies: policies.flat() };
}

/** The roles that deploy an environment: of CodePipeline, the builds, CloudFormation, EventBridge and ECS. */
export type DeployRole =
  | 'AppStackRole'
  | 'BuildRole'
  | 'EventsRole'
  | 'ExecutionRole'
  | 'FinishRole'
  | 'PipelineRole'
  | 'TrafficRole';

/** A role that deploys one environment, with the boundary that every one of them has. */
export function deployRoleOf(
  role: DeployRole,
  name: string,
  tag = name,
  more: Record<string, string> = {},
): Role {
  const boundary = documentOf(setup, 'DeployBoundary', appScopeWith({ App: more['App'] ?? 'sluice' }));
  return role in environment.Resources
    ? { ...roleOf(environment, role, environmentScope(name, more)), boundary }
    : { ...roleOf(pipeline, role, pipelineScope(name, tag, more)), boundary };
}

function isMade(condition: string | undefined, scope: Scope): boolean {
  return condition === undefined || resolve(scope.conditions[condition], scope) === true;
}

/** The policies that a stack attaches to a role, which may be another stack's. */
function attachedTo(roleName: string, scope: Scope, template = pipeline): Policy[] {
  return Object.values(template.Resources)
    .filter(({ Type, Condition }) => Type === 'AWS::IAM::Policy' && isMade(Condition, scope))
    .map(({ Properties }) => resolve(Properties, scope) as { Roles: string[]; PolicyDocument: Policy })
    .filter(({ Roles }) => Roles.includes(roleName))
    .map(({ PolicyDocument }) => PolicyDocument);
}

/** The role that moves one tag, as the pipeline's stack of that environment makes it. */
export function promoterOf(name: string, tag: string, more: Record<string, string> = {}): Role {
  const scope = pipelineScope(name, tag, more);
  const { trust } = roleOf(pipeline, 'Promoter', scope);
  return {
    trust,
    boundary: environmentBoundary,
    policies: attachedTo(`${more['App'] ?? 'sluice'}--${name}--promoter`, scope),
  };
}

/** The role of an environment's containers, where the stacks of `moves` name its console as one that may move them. */
export function consoleOf(name: string, tag: string, moves: Record<string, string> = {}): Role {
  const others = Object.entries(moves).filter(([other]) => other !== name);
  const own: Record<string, string> = name in moves ? { PromotingConsole: name } : {};
  const scopes = [
    pipelineScope(name, tag, own),
    ...others.map(([other, itsTag]) => pipelineScope(other, itsTag, { PromotingConsole: name })),
  ];
  const { trust } = roleOf(environment, 'Console', environmentScope(name));
  return {
    trust,
    boundary: environmentBoundary,
    policies: scopes.flatMap((scope) => attachedTo(`sluice--${name}--console`, scope)),
  };
}
