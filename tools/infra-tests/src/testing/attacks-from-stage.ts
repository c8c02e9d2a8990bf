import { arn, object, once, record, regional, roleArn, shifts, type Attack } from './attacks';
import type { Request } from './iam';
import { deployRoleOf, promoterOf, type DeployRole } from './roles';

export const stage = (role: DeployRole) => deployRoleOf(role, 'stage', 'latest');
const edge = (action: string, resource: string, context: Record<string, string> = {}): Request => ({
  action,
  resource: arn(action.split(':')[0] ?? '', resource),
  context: { ...regional, 'ec2:Vpc': arn('ec2', 'vpc/vpc-1'), ...context },
});
const overwriting = { 'aws:SecureTransport': 'true', 's3:ObjectCreationOperation': 'true' };
const toTasks = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };

/** What whoever merges to main could try with the template that runs in stage (D4). */
export const byTemplateOfStage: Attack[] = [
  [
    "reads prod's secrets through a role of its own making",
    stage('AppStackRole'),
    [
      { action: 'iam:CreateRole', resource: roleArn('x') },
      { action: 'iam:CreateRole', resource: 'arn:aws:iam::123456789012:role/sluice/sluice/x' },
      { action: 'iam:PutRolePolicy', resource: roleArn('sluice--stage--execution') },
      {
        action: 'secretsmanager:GetSecretValue',
        resource: arn('secretsmanager', 'secret:sluice/prod/db-AbCdEf'),
      },
    ],
  ],
  [
    "reads prod's secrets from stage's containers",
    stage('ExecutionRole'),
    [
      {
        action: 'secretsmanager:GetSecretValue',
        resource: arn('secretsmanager', 'secret:sluice/prod/db-AbCdEf'),
      },
    ],
  ],
  [
    "decrypts prod's secrets",
    stage('ExecutionRole'),
    [
      {
        action: 'kms:Decrypt',
        resource: arn('kms', 'key/1'),
        context: {
          'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com',
          'kms:EncryptionContext:SecretARN': arn('secretsmanager', 'secret:sluice/prod/db-AbCdEf'),
        },
      },
    ],
  ],
  [
    'opens a security group',
    stage('AppStackRole'),
    [
      edge('ec2:AuthorizeSecurityGroupIngress', 'security-group/sg-1'),
      edge('ec2:RevokeSecurityGroupIngress', 'security-group/sg-1'),
      edge('ec2:CreateSecurityGroup', 'security-group/sg-2'),
    ],
  ],
  [
    "adds rules to prod's listener",
    stage('AppStackRole'),
    [
      edge('elasticloadbalancing:CreateRule', 'listener/app/prod/1/2'),
      edge('elasticloadbalancing:ModifyListener', 'listener/app/prod/1/2'),
      edge('elasticloadbalancing:CreateListener', 'loadbalancer/app/prod/1'),
    ],
  ],
  [
    "sets prod's count to 0",
    stage('AppStackRole'),
    [
      {
        action: 'ecs:UpdateService',
        resource: arn('ecs', 'service/sluice--prod/sluice--prod'),
        context: regional,
      },
      {
        action: 'application-autoscaling:RegisterScalableTarget',
        resource: arn('application-autoscaling', 'scalable-target/1'),
        context: { ...regional, 'application-autoscaling:service-namespace': 'ecs' },
      },
      {
        action: 'ecs:DeleteService',
        resource: arn('ecs', 'service/sluice--prod/sluice--prod'),
        context: regional,
      },
    ],
  ],
  [
    "passes prod's console role",
    stage('AppStackRole'),
    ['console', 'execution', 'app-stack', 'build'].map((name) => ({
      action: 'iam:PassRole',
      resource: roleArn(`sluice--prod--${name}`),
      context: toTasks,
    })),
  ],
  [
    "shifts prod's traffic",
    stage('TrafficRole'),
    shifts({ 'aws:ResourceTag/sluice:app': 'sluice', 'aws:ResourceTag/sluice:environment': 'prod' }),
  ],
  [
    "passes prod's role for traffic",
    stage('AppStackRole'),
    [
      {
        action: 'iam:PassRole',
        resource: roleArn('sluice--prod--traffic'),
        context: { 'iam:PassedToService': 'ecs.amazonaws.com' },
      },
    ],
  ],
  [
    "starts containers in prod's cluster",
    stage('AppStackRole'),
    [
      { action: 'ecs:CreateService', resource: arn('ecs', 'service/sluice--prod/other'), context: regional },
      { action: 'ecs:RunTask', resource: arn('ecs', 'task-definition/sluice--stage:1'), context: regional },
    ],
  ],
  [
    "changes prod's stack",
    stage('PipelineRole'),
    [
      { action: 'cloudformation:UpdateStack', resource: arn('cloudformation', 'stack/sluice-App-prod/1') },
      {
        action: 'iam:PassRole',
        resource: roleArn('sluice--prod--app-stack'),
        context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
      },
    ],
  ],
];

/** What a build of stage could try, which runs a Dockerfile of whoever merges (D5). */
export const byBuildOfStage: Attack[] = [
  [
    'says which image a future archive became',
    stage('BuildRole'),
    [{ action: 's3:PutObject', resource: record, context: once }],
  ],
  [
    'says anew which image an archive became, from the finish',
    stage('FinishRole'),
    [{ action: 's3:PutObject', resource: record, context: overwriting }],
  ],
  [
    'replaces what prod hands from stage to stage',
    stage('BuildRole'),
    [
      {
        action: 's3:PutObject',
        resource: 'arn:aws:s3:::sluice--artifacts-prod/sluice-prod-pipeli/Release/1',
        context: once,
      },
      {
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::sluice--artifacts-prod/sluice-prod-pipeli/Release/1',
        context: once,
      },
    ],
  ],
  [
    'writes an archive or a tag',
    stage('BuildRole'),
    [
      { action: 's3:PutObject', resource: object(`sluice/${'a'.repeat(40)}.zip`), context: once },
      { action: 's3:PutObject', resource: object('sluice/prod.zip'), context: once },
    ],
  ],
  [
    'writes an archive or a tag, from the finish',
    stage('FinishRole'),
    [
      { action: 's3:PutObject', resource: object(`sluice/${'a'.repeat(40)}.zip`), context: once },
      { action: 's3:PutObject', resource: object('sluice/prod.zip'), context: once },
    ],
  ],
  [
    'reads a secret',
    stage('BuildRole'),
    ['stage', 'prod'].map((environment) => ({
      action: 'secretsmanager:GetSecretValue',
      resource: arn('secretsmanager', `secret:sluice/${environment}/db-AbCdEf`),
    })),
  ],
  [
    'writes into the log of another build',
    stage('BuildRole'),
    [
      {
        action: 'logs:PutLogEvents',
        resource: arn('logs', 'log-group:/sluice/sluice/prod/build:log-stream:1'),
      },
    ],
  ],
];

/** What moves a tag by something else than the whole archive of a commit (D8). */
export const byPromoter: Attack[] = [
  [
    'puts something else than an archive onto its tag',
    promoterOf('prod', 'prod'),
    [
      'sluice/prod.hold.json',
      'sluice/latest.zip',
      'sluice/client/latest.zip',
      `sluice/client/${'a'.repeat(40)}.zip`,
    ].map((from) => ({
      action: 's3:PutObject',
      resource: object('sluice/prod.zip'),
      context: { ...once, 's3:x-amz-copy-source': `pipelinebucket/${from}?versionId=v1` },
    })),
  ],
];
