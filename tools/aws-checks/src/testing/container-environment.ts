import { resolve, scopeOf } from './resolve';
import { readTemplate } from './template';

interface Container {
  Environment: { Name: string; Value: unknown }[];
}

/** The variables that aws/cfn-template.yml gives the app's container in prod, with these parameters besides. */
export function containerEnvironment(parameters: Record<string, string>): Record<string, string> {
  const template = readTemplate('aws/cfn-template.yml');
  const scope = scopeOf(template, {
    App: 'sluice',
    Environment: 'prod',
    Bucket: 'pipelinebucket',
    VpcId: 'vpc-1',
    SubnetIds: ['subnet-1', 'subnet-2'],
    BoundaryArn: 'arn:aws:iam::123456789012:policy/sluice-platform/sluice-app-boundary',
    ImageUri: `registry@sha256:${'1'.repeat(64)}`,
    Commit: '2'.repeat(40),
    Digest: '3'.repeat(64),
    Execution: 'e-1',
    ...parameters,
  });
  scope.names['LoadBalancer'] =
    'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/sluice/50dc6c495c0c9188';
  const properties = resolve(template.Resources['TaskDefinition']?.Properties, scope);
  const [container] = (properties as { ContainerDefinitions: Container[] }).ContainerDefinitions;
  return Object.fromEntries((container?.Environment ?? []).map(({ Name, Value }) => [Name, String(Value)]));
}
