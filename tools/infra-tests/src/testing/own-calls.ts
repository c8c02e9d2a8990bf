import { arn, object, once, record, regional, roleArn, shifts, type Attack } from './attacks';
import { deployRoleOf, type DeployRole } from './roles';

const stage = (role: DeployRole) => deployRoleOf(role, 'stage', 'latest');
const toTasks = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };

/** The same calls on what is one's own: an attack that is refused for a fault of its description proves nothing. */
export const own: Attack[] = [
  [
    'updates its own service',
    stage('AppStackRole'),
    [
      {
        action: 'ecs:UpdateService',
        resource: arn('ecs', 'service/sluice--stage/sluice--stage'),
        context: regional,
      },
      { action: 'iam:PassRole', resource: roleArn('sluice--stage--console'), context: toTasks },
    ],
  ],
  [
    'reads its own secrets, also those under a key of its own',
    stage('ExecutionRole'),
    [
      {
        action: 'secretsmanager:GetSecretValue',
        resource: arn('secretsmanager', 'secret:sluice/stage/db-AbCdEf'),
      },
      {
        action: 'kms:Decrypt',
        resource: arn('kms', 'key/1'),
        context: {
          'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com',
          'kms:EncryptionContext:SecretARN': arn('secretsmanager', 'secret:sluice/stage/db-AbCdEf'),
        },
      },
    ],
  ],
  [
    'records an image once',
    stage('FinishRole'),
    [{ action: 's3:PutObject', resource: record, context: once }],
  ],
  [
    'scales by alarms',
    stage('FinishRole'),
    [
      {
        action: 'application-autoscaling:PutScalingPolicy',
        resource: arn('application-autoscaling', 'scalable-target/1'),
        context: { 'application-autoscaling:service-namespace': 'ecs' },
      },
      ...['PutMetricAlarm', 'DeleteAlarms'].map((action) => ({
        action: `cloudwatch:${action}`,
        resource: arn('cloudwatch', 'alarm:TargetTracking-service/sluice--stage/sluice--stage-AlarmHigh-1'),
      })),
      { action: 'cloudwatch:DescribeAlarms', resource: '*' },
    ],
  ],
  [
    'builds and hands on',
    stage('BuildRole'),
    [
      { action: 's3:GetObject', resource: record, context: once },
      {
        action: 's3:PutObject',
        resource: 'arn:aws:s3:::sluice--artifacts-stage/sluice-stage-pipel/Release/1',
        context: once,
      },
      { action: 'ecr:PutImage', resource: arn('ecr', 'repository/sluice') },
      {
        action: 'secretsmanager:DescribeSecret',
        resource: arn('secretsmanager', 'secret:sluice/stage/db-AbCdEf'),
      },
      { action: 'ssm:GetParameters', resource: arn('ssm', 'parameter/sluice/apps/sluice/stage/place') },
      {
        action: 'logs:PutLogEvents',
        resource: arn('logs', 'log-group:/sluice/sluice/stage/build:log-stream:1'),
      },
    ],
  ],
  [
    'deploys',
    stage('PipelineRole'),
    [
      { action: 'cloudformation:UpdateStack', resource: arn('cloudformation', 'stack/sluice-App-stage/1') },
      {
        action: 'iam:PassRole',
        resource: roleArn('sluice--stage--app-stack'),
        context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
      },
      { action: 's3:GetObjectVersion', resource: object('sluice/latest.zip'), context: once },
    ],
  ],
  [
    'shifts the traffic of its own load balancer',
    stage('TrafficRole'),
    [
      { action: 'elasticloadbalancing:DescribeTargetHealth', resource: '*' },
      ...shifts({ 'aws:ResourceTag/sluice:app': 'sluice', 'aws:ResourceTag/sluice:environment': 'stage' }),
    ],
  ],
  [
    'passes the role for that to ECS',
    stage('AppStackRole'),
    [
      {
        action: 'iam:PassRole',
        resource: roleArn('sluice--stage--traffic'),
        context: { 'iam:PassedToService': 'ecs.amazonaws.com' },
      },
    ],
  ],
];
