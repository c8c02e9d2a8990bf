import { readText, templates } from './testing/repository';
import { resolve, type Scope } from './testing/resolve';
import { appScopeWith, environmentScope, pipelineScope, publisherOf } from './testing/roles';
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
  parameterStore: 4_096,
};

/** Bytes of a template that stay free: a change has to fit, and what does not belongs in another template. */
const roomOfTemplate = 4_096;

test.each(templates)(
  '%s can be given to CloudFormation without a bucket, and so can its next change',
  (template) => {
    expect(Buffer.byteLength(readText(template))).toBeLessThanOrEqual(limits.templateBody - roomOfTemplate);
  },
);

describe('the policies are small enough', () => {
  const sizeOf = (document: unknown) => JSON.stringify(document).length;
  const longest = { App: 'a'.repeat(24), Environment: 'e'.repeat(24), Tag: 't'.repeat(38) };
  const scopes: [string, Scope][] = [
    ['aws/app.yml', appScopeWith({ App: longest.App })],
    ['aws/environment.yml', environmentScope(longest.Environment, { App: longest.App })],
    ['aws/pipeline.yml', pipelineScope(longest.Environment, longest.Tag, { App: longest.App })],
  ];
  const resources = (type: string) =>
    scopes.flatMap(([template, scope]) =>
      Object.entries(readTemplate(template).Resources)
        .filter(([, { Type }]) => Type === type)
        .map(([name, { Properties }]) => [name, resolve(Properties, scope)] as const),
    );

  test.each(resources('AWS::IAM::ManagedPolicy'))('managed: %s', (_name, properties) => {
    const { PolicyDocument: document } = properties as { PolicyDocument: object };
    expect(sizeOf(document)).toBeLessThanOrEqual(limits.managedPolicy);
  });

  test.each(resources('AWS::IAM::Role'))("a role's own: %s", (_name, properties) => {
    const { Policies: policies = [] } = properties as { Policies?: { PolicyDocument: object }[] };
    const sizes = policies.map(({ PolicyDocument: document }) => sizeOf(document));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(limits.inlinePolicies);
  });

  test('a publisher of three apps', () => {
    const { policies } = publisherOf('a'.repeat(24), ['b'.repeat(24), 'c'.repeat(24)]);
    expect(policies).toHaveLength(3);
    expect(policies.map(sizeOf).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(
      limits.inlinePolicies,
    );
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

test('Parameter Store takes what an environment leaves for its builds, with the longest names', () => {
  const scope = environmentScope('e'.repeat(24), {
    App: 'a'.repeat(24),
    HostName: `${'h'.repeat(63)}.${'h'.repeat(63)}.example.org`,
    OidcIssuer: `https://${'i'.repeat(500)}`,
    OidcClientId: 'c'.repeat(200),
  });
  scope.names['SubnetIds'] = Array.from({ length: 6 }, () => `subnet-${'0'.repeat(17)}`);
  const { Value } = resolve(readTemplate('aws/environment.yml').Resources['Place']?.Properties, scope) as {
    Value: string;
  };
  expect(Value.length).toBeLessThanOrEqual(limits.parameterStore);
});
