import { pipelineDeclaration } from './testing/pipeline-declaration';
import { readText, templates } from './testing/repository';
import { resolve } from './testing/resolve';
import { pipelineScope, platformScopeWith } from './testing/roles';
import { readTemplate } from './testing/template';

/**
 * In bytes, and for policies in characters without white space:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const limits = {
  templateBody: 51_200,
  managedPolicy: 6_144,
  inlinePolicies: 10_240,
  parameterOverrides: 1_024,
};

test.each(templates)('%s can be given to CloudFormation without a bucket', (template) => {
  expect(Buffer.byteLength(readText(template))).toBeLessThanOrEqual(limits.templateBody);
});

describe('the policies are small enough', () => {
  const sizeOf = (document: unknown) => JSON.stringify(document).length;
  const platform = platformScopeWith({ App: 'a'.repeat(24), PermittedSecretPrefix: 's'.repeat(100) });
  const resources = (type: string) =>
    Object.entries(readTemplate('aws/platform.yml').Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([name, { Properties }]) => [name, resolve(Properties, platform)] as const);

  test.each(resources('AWS::IAM::ManagedPolicy'))('managed: %s', (_name, properties) => {
    const { PolicyDocument: document } = properties as { PolicyDocument: object };
    expect(sizeOf(document)).toBeLessThanOrEqual(limits.managedPolicy);
  });

  test.each(resources('AWS::IAM::Role'))("a role's own: %s", (_name, properties) => {
    const { Policies: policies } = properties as { Policies: { PolicyDocument: object }[] };
    const sizes = policies.map(({ PolicyDocument: document }) => sizeOf(document));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(limits.inlinePolicies);
  });

  test('a console that may move six environments', () => {
    const scope = pipelineScope('e'.repeat(24), 't'.repeat(38));
    const { Read: read, Move: move } = readTemplate('aws/pipeline.yml').Resources;
    const [reading = 0, moving = 0] = [read, move].map((policy) => {
      const { PolicyDocument: document } = resolve(policy?.Properties, scope) as { PolicyDocument: object };
      return sizeOf(document);
    });
    expect(reading + 6 * moving).toBeLessThanOrEqual(limits.inlinePolicies);
  });
});

test('CodePipeline takes the ParameterOverrides with the longest names', () => {
  const arn = (service: string, rest: string) =>
    `arn:aws-us-gov:${service}:ap-southeast-5:123456789012:${rest}`;
  const longest: Record<string, unknown> = {
    App: 'a'.repeat(24),
    Environment: 'e'.repeat(24),
    Cpu: 16384,
    Memory: 122880,
    MinTasks: 1000,
    MaxTasks: 1000,
    CertificateArn: arn('acm', `certificate/${'c'.repeat(36)}`),
    Bucket: 'b'.repeat(63),
    VpcId: `vpc-${'0'.repeat(17)}`,
    SubnetIds: Array.from({ length: 6 }, () => `subnet-${'0'.repeat(17)}`).join(','),
    BoundaryArn: arn('iam', `policy/sluice-platform/${'a'.repeat(24)}-app-boundary`),
  };
  const action = pipelineDeclaration('uat', 'uat').stages?.[2]?.actions?.[0];
  const overrides = JSON.parse(action?.configuration?.['ParameterOverrides'] ?? '{}') as object;
  expect(Object.keys(longest).sort()).toEqual(Object.keys(overrides).sort());
  expect(JSON.stringify(longest).length).toBeLessThanOrEqual(limits.parameterOverrides);
});
