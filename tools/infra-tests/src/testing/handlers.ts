import declared from './cloudformation-handlers.json';
import type { Request } from './iam';
import { readTemplate } from './template';

const handlers: Record<string, string[]> = declared.handlers;
const besides: Record<string, string[]> = declared.besides;
const takeNoResource = new Set(declared.takeNoResource);

/** The types of resources that a template makes, once each. */
export function resourceTypesOf(template: string): string[] {
  return [...new Set(Object.values(readTemplate(template).Resources).map(({ Type }) => Type))].sort();
}

/** What CloudFormation may ask for with the rights of the stack's role, to make, read, change and delete such a resource. */
export function permissionsFor(type: string): string[] {
  const permissions = handlers[type];
  if (permissions === undefined) throw new Error(`cloudformation-handlers.json has no ${type}.`);
  return [...permissions, ...(besides[type] ?? [])];
}

/** The account's resources of one app and environment, as the services that own them name them. */
export function resourcesOf(app: string, environment: string): Record<string, string[]> {
  const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:123456789012:${rest}`;
  const names = `${app}--${environment}`;
  const balancer = 'app/x-LoadB-1/50dc6c495c0c9188';
  return {
    cloudwatch: [arn('cloudwatch', `alarm:${names}--errors`)],
    codebuild: [arn('codebuild', `project/${names}--build`)],
    codepipeline: [arn('codepipeline', `${app}-${environment}-pipeline`)],
    ec2: [arn('ec2', 'security-group/sg-1'), arn('ec2', 'security-group-rule/sgr-1')],
    ecs: [arn('ecs', `cluster/${names}`)],
    elasticloadbalancing: [
      arn('elasticloadbalancing', `loadbalancer/${balancer}`),
      arn('elasticloadbalancing', `listener/${balancer}/1`),
      arn('elasticloadbalancing', `listener-rule/${balancer}/1/2`),
      arn('elasticloadbalancing', 'targetgroup/x-Targe-1/2'),
    ],
    events: [arn('events', `rule/${names}--start`)],
    iam: [`arn:aws:iam::123456789012:role/sluice-environment/${app}/${names}--build`],
    logs: [arn('logs', `log-group:/sluice/${app}/${environment}`)],
    route53: ['arn:aws:route53:::hostedzone/Z1'],
    s3: [`arn:aws:s3:::${app}--artifacts-1`],
    sns: [arn('sns', `${names}--failures`)],
    sqs: [arn('sqs', `${names}--lost-events`)],
    ssm: [arn('ssm', `parameter/sluice/apps/${app}/${environment}/place`)],
  };
}

/** The service that a resource of this type passes a role to. */
const passedTo: Record<string, string> = {
  'AWS::CodeBuild::Project': 'codebuild.amazonaws.com',
  'AWS::CodePipeline::Pipeline': 'codepipeline.amazonaws.com',
  'AWS::ECS::TaskDefinition': 'ecs-tasks.amazonaws.com',
  'AWS::Events::Rule': 'events.amazonaws.com',
};

/** What each service's own resources are for an app's task definition and service; the role of that stack makes nothing else. */
function resourcesOfAction(action: string, type: string, app: string, environment: string): string[] {
  const arn = (rest: string) => `arn:aws:ecs:us-east-1:123456789012:${rest}`;
  const names = `${app}--${environment}`;
  const service = action.split(':')[0]?.toLowerCase() ?? '';
  if (takeNoResource.has(action)) return ['*'];
  if (action === 'iam:CreateServiceLinkedRole')
    return ['arn:aws:iam::123456789012:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX'];
  if (action === 'cloudwatch:DescribeAlarms') return ['*'];
  if (type === 'AWS::ECS::TaskDefinition' && service === 'iam')
    return [`arn:aws:iam::123456789012:role/sluice-environment/${app}/${names}--execution`];
  if (type === 'AWS::ECS::TaskDefinition') return [arn(`task-definition/${names}:1`)];
  if (type === 'AWS::ECS::Service')
    return [
      arn(
        /ServiceDeployment$/.test(action) && !/List/.test(action)
          ? `service-deployment/${names}/${names}/1`
          : `service/${names}/${names}`,
      ),
    ];
  const all = resourcesOf(app, environment)[service] ?? ['*'];
  // Only the calls that add or remove rules speak of rules.
  if (service === 'ec2' && !/Authorize/.test(action)) return all.slice(0, 1);
  if (
    service === 'elasticloadbalancing' &&
    /^elasticloadbalancing:(CreateLoadBalancer|CreateTargetGroup)$/.test(action)
  )
    return all.slice(0, 1);
  return all;
}

/** A call of a handler as IAM sees it, on a resource that carries the app's tag. */
export function requestsFor(action: string, type: string, app = 'sluice', environment = 'uat'): Request[] {
  const linked = type === 'AWS::ElasticLoadBalancingV2::LoadBalancer' ? 'elasticloadbalancing' : 'ecs';
  return resourcesOfAction(action, type, app, environment).map((resource) => ({
    action,
    resource,
    context: {
      'aws:RequestedRegion': 'us-east-1',
      'aws:RequestTag/sluice:app': app,
      'aws:ResourceTag/sluice:app': app,
      'iam:PermissionsBoundary': 'arn:aws:iam:us-east-1:123456789012:environmentboundary',
      'iam:AWSServiceName': `${linked}.amazonaws.com`,
      ...(passedTo[type] && { 'iam:PassedToService': passedTo[type] }),
    },
  }));
}
