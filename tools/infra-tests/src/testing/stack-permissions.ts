import { permissionsFor, requestsFor, resourceTypesOf } from './handlers';
import type { Request } from './iam';
import { deployRoleOf, environmentStackRole, type Role } from './roles';

/** What handlers ask for properties that no template here sets. */
export const unused: [permission: RegExp, because: string][] = [
  [/^codepipeline:(Disable|Enable)StageTransition$/, 'no transition is disabled'],
  [/^codestar-connections:/, 'the source is S3'],
  [/^cognito-idp:/, 'the sign-in is by OIDC'],
  [/^ec2:(DescribeIpamPools|Describe.*Ipam.*)$/, 'no address pool is used'],
  [/^ecs:PutAccountSetting/, 'no setting of the account is changed'],
  [/^ecs:PutClusterCapacityProviders$/, 'Fargate needs no capacity provider'],
  [/^elasticloadbalancing:.*Capacity/, 'no capacity is reserved'],
  [/^elasticloadbalancing:(Register|Deregister)Targets$/, 'ECS registers the containers'],
  [/^firehose:|^lambda:|^s3tables:|^s3:REST/, 'no such property is set'],
  [/^iam:(Attach|Detach)RolePolicy$/, 'the roles have policies of their own only'],
  [/^iam:(Delete|Put)RolePermissionsBoundary$/, 'the name of a boundary never changes'],
  [/^iam:.*(User|Group)Policy$/, 'policies go to roles only'],
  [/^kms:/, 'no property names a key but the topic, where SNS asks nothing of who makes it'],
  [
    /^logs:.*(IndexPolicy|ResourcePolicy|LogDelivery|DataProtectionPolicy|KmsKey|BearerToken|DeletionProtection)/,
    'a log group has a name and a retention here',
  ],
  [
    /^s3:.*(Abac|Acceler|Acl|Analytics|Cors|CORS|Inventory|IntelligentTiering|Logging|Metadata|Metrics|Notification|ObjectLock|Replication|Versioning|Website)/,
    'the bucket of artifacts has none',
  ],
  [
    /^s3:(DeleteBucketEncryption|DeleteBucketLifecycle|DeleteObject|PutObjectAcl)$/,
    'the bucket of artifacts has none',
  ],
  [/^s3:(ListTagsForResource)$/, 'it asks for tags of tables'],
  [/^sns:PutDataProtectionPolicy$/, 'the topic has none'],
];

/** Whose rights CloudFormation has on which templates. */
export const stacks: [name: string, templates: string[], Role][] = [
  ['aws/app.yml: EnvironmentStackRole', ['aws/environment.yml', 'aws/pipeline.yml'], environmentStackRole()],
  ['aws/pipeline.yml: AppStackRole', ['aws/cfn-template.yml'], deployRoleOf('AppStackRole', 'uat')],
];

function isUnused(permission: string, type: string): boolean {
  return (
    unused.some(([pattern]) => pattern.test(permission)) ||
    // Topics and subscriptions pass a role for delivery reports and Firehose, services for load balancers of old,
    // buckets for replication.
    (/^AWS::(SNS|S3|ECS::Service|ECS::Cluster)/.test(type) && /^iam:(GetRole|PassRole)$/.test(permission))
  );
}

/** What the handlers of a type call with the rights of the stack's role, for the properties that the templates set. */
export function requestsOfHandlers(type: string): Request[] {
  return permissionsFor(type)
    .filter((permission) => !isUnused(permission, type))
    .flatMap((permission) => requestsFor(permission, type));
}

export function resourceTypesOfStack(templates: string[]): string[] {
  return [...new Set(templates.flatMap(resourceTypesOf))];
}
