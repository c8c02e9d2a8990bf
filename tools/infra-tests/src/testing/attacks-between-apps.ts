import { arn, regional, roleArn, type Attack } from './attacks';
import type { Request } from './iam';
import { bootstrapOf, deployRoleOf, environmentStackRole, promoterOf, publisherOf } from './roles';

const web = { 'aws:ResourceTag/sluice:app': 'store-web', 'aws:RequestTag/sluice:app': 'store', ...regional };
export const webPipeline = (action: string): Request => ({
  action: `codepipeline:${action}`,
  resource: arn('codepipeline', 'store-web-stage-pipeline'),
  context: web,
});

/** What the roles of an app could try on one whose name begins like its own (D6). */
export const byAppStore: Attack[] = [
  [
    'publisher watches the pipelines of store-web',
    publisherOf('store'),
    ['GetPipeline', 'GetPipelineState', 'ListActionExecutions', 'ListPipelineExecutions'].map(webPipeline),
  ],
  [
    'promoter watches and starts the pipelines of store-web',
    promoterOf('prod', 'prod', { App: 'store' }),
    ['GetPipelineState', 'ListPipelineExecutions', 'StartPipelineExecution'].map(webPipeline),
  ],
  [
    'events start the pipelines of store-web',
    deployRoleOf('EventsRole', 'prod', 'prod', { App: 'store' }),
    [webPipeline('StartPipelineExecution')],
  ],
  [
    'environment stacks change the pipelines of store-web',
    environmentStackRole('store'),
    ['UpdatePipeline', 'DeletePipeline', 'TagResource', 'StartPipelineExecution', 'CreatePipeline'].map(
      webPipeline,
    ),
  ],
  [
    'environment stacks change the topics, queues, rules, projects, alarms and clusters of store-web',
    environmentStackRole('store'),
    [
      { action: 'sns:SetTopicAttributes', resource: arn('sns', 'store-web--stage--failures') },
      { action: 'sns:Subscribe', resource: arn('sns', 'store-web--stage--failures') },
      { action: 'sqs:SetQueueAttributes', resource: arn('sqs', 'store-web--stage--lost-events') },
      { action: 'events:PutTargets', resource: arn('events', 'rule/store-web--stage--start') },
      { action: 'codebuild:UpdateProject', resource: arn('codebuild', 'project/store-web--stage--build') },
      { action: 'cloudwatch:PutMetricAlarm', resource: arn('cloudwatch', 'alarm:store-web--stage--errors') },
      { action: 'ecs:DeleteCluster', resource: arn('ecs', 'cluster/store-web--stage') },
    ],
  ],
  [
    'environment stacks change the load balancers and groups of store-web',
    environmentStackRole('store'),
    [
      {
        action: 'elasticloadbalancing:ModifyListener',
        resource: arn('elasticloadbalancing', 'listener/app/x/1/2'),
        context: web,
      },
      {
        action: 'elasticloadbalancing:CreateRule',
        resource: arn('elasticloadbalancing', 'listener/app/x/1/2'),
        context: web,
      },
      {
        action: 'elasticloadbalancing:AddTags',
        resource: arn('elasticloadbalancing', 'loadbalancer/app/x/1'),
        context: web,
      },
      {
        action: 'ec2:AuthorizeSecurityGroupIngress',
        resource: arn('ec2', 'security-group/sg-1'),
        context: web,
      },
      { action: 'ec2:CreateTags', resource: arn('ec2', 'security-group/sg-1'), context: web },
    ],
  ],
  [
    'environment stacks take the roles, secrets, logs and buckets of store-web',
    environmentStackRole('store'),
    [
      { action: 'iam:UpdateAssumeRolePolicy', resource: roleArn('store-web--stage--build', 'store-web') },
      {
        action: 'secretsmanager:GetSecretValue',
        resource: arn('secretsmanager', 'secret:store-web/prod/db-AbCdEf'),
      },
      { action: 'logs:DeleteLogGroup', resource: arn('logs', 'log-group:/sluice/store-web/prod') },
      { action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::store-web--artifacts-1' },
      { action: 'ssm:PutParameter', resource: arn('ssm', 'parameter/sluice/apps/store-web/prod/place') },
    ],
  ],
  [
    'Init changes the stacks of store-web',
    bootstrapOf('store'),
    ['CreateChangeSet', 'ExecuteChangeSet', 'DeleteStack', 'ContinueUpdateRollback'].flatMap((action) =>
      ['Pipeline', 'Environment', 'App'].map((kind) => ({
        action: `cloudformation:${action}`,
        resource: arn('cloudformation', `stack/store-web-${kind}-stage/1`),
      })),
    ),
  ],
  [
    'secrets of store-web reach the containers of store',
    deployRoleOf('ExecutionRole', 'prod', 'prod', { App: 'store' }),
    [
      {
        action: 'secretsmanager:GetSecretValue',
        resource: arn('secretsmanager', 'secret:store-web/prod/db-AbCdEf'),
      },
    ],
  ],
];
