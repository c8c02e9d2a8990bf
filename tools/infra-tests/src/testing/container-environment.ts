import { readText } from './repository';
import { resolve, scopeOf } from './resolve';
import { environmentScope } from './roles';
import { readTemplate } from './template';

interface Container {
  Environment: { Name: string; Value: unknown }[];
}

/** What aws/environment.yml leaves for the build of an environment, which gives it to the app's template. */
export function placeOf(
  environment: string,
  parameters: Record<string, string> = {},
): Record<string, string> {
  const { Properties } = readTemplate('aws/environment.yml').Resources['Place'] ?? {};
  const { Value } = resolve(Properties, environmentScope(environment, parameters)) as { Value: string };
  return JSON.parse(Value) as Record<string, string>;
}

/** The variables that the app's container has in prod, with these parameters of its environment and Variables besides. */
export function containerEnvironment(
  parameters: Record<string, string>,
  variables: Record<string, string> = {},
): Record<string, string> {
  const template = readTemplate('aws/cfn-template.yml');
  const scope = scopeOf(template, {
    ...placeOf('prod', parameters),
    ImageUri: `registry@sha256:${'1'.repeat(64)}`,
    Commit: '2'.repeat(40),
    Digest: '3'.repeat(64),
    Execution: 'e-1',
  });
  const properties = resolve(template.Resources['TaskDefinition']?.Properties, scope);
  const { Variables } = JSON.parse(readText('aws/cfn-template-configuration-prod.json')) as {
    Variables: object;
  };
  const [container] = (properties as { ContainerDefinitions: Container[] }).ContainerDefinitions;
  const own = (container?.Environment ?? []).map(({ Name, Value }): [string, string] => [
    Name,
    String(Value),
  ]);
  return { ...Object.fromEntries(own), ...(Variables as Record<string, string>), ...variables };
}
