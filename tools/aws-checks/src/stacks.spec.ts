import { readFileSync } from 'node:fs';
import { Moto } from './testing/moto';
import { describeWithProgram } from './testing/outside-tool';
import { pipelineDeclaration } from './testing/pipeline-declaration';
import { inRepository, sluice } from './testing/repository';
import { readTemplate } from './testing/template';

/** The types that moto 5.2.1 makes no resource of: for these only cfn-lint has looked at the templates. */
const unknownToMoto = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CodeBuild::Project',
  'AWS::CodePipeline::Pipeline',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
];

/** The types of a template's resources, those behind a condition left out. */
function typesOf(template: string): string[] {
  return Object.values(readTemplate(template).Resources)
    .filter(({ Condition }) => !Condition)
    .map(({ Type }) => Type);
}

const environments = Object.entries(sluice.environments).map(([name, { tag }]) => [name, tag] as const);

describeWithProgram('moto_server', 'the stacks, on moto', (program) => {
  let moto: Moto;
  let platform: Record<string, string>;
  let network: { VpcId: string; SubnetIds: string };
  const made = new Set<string>();
  const wanted = new Set<string>();

  const deploy = async (name: string, template: string, parameters: Record<string, string>) => {
    for (const type of typesOf(template)) wanted.add(type);
    const created = await moto.deploy(name, template, parameters);
    expect(created.status).toBe('CREATE_COMPLETE');
    for (const type of created.types) made.add(type);
    return created;
  };

  beforeAll(async () => {
    moto = await Moto.start(program);
    network = await moto.network();
  }, 60_000);

  afterAll(() => moto.stop());

  const github = {
    GitHubOwner: 'acme',
    GitHubRepository: 'shop',
    GitHubOwnerId: '1',
    GitHubRepositoryId: '2',
  };

  test('platform.yml is created and updated', async () => {
    const { outputs } = await deploy('sluice-platform', 'aws/platform.yml', { ...github, ...network });
    platform = outputs;
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(['BucketName', 'PublisherArn']));
    const updated = await moto.deploy(
      'sluice-platform',
      'aws/platform.yml',
      { ...github, ...network, HistoryDays: '500' },
      true,
    );
    expect(updated.status).toBe('UPDATE_COMPLETE');
  }, 60_000);

  test.each([...environments, ['stage2', 'latest'] as const])(
    'pipeline.yml is created and updated for %s on %s',
    async (environment, tag) => {
      const name = `${sluice.app}-${environment}-pipeline`;
      const parameters = { App: sluice.app, Environment: environment, Tag: tag };
      const { outputs } = await deploy(name, 'aws/pipeline.yml', parameters);
      expect(outputs['PromoterArn']).toContain(`/${sluice.app}-${environment}-promoter`);
      const more = { ...parameters, Cpu: '512', Memory: '1024' };
      expect((await moto.deploy(name, 'aws/pipeline.yml', more, true)).status).toBe('UPDATE_COMPLETE');
    },
    60_000,
  );

  test.each(environments)(
    'cfn-template.yml is created and updated with the configuration of %s',
    async (environment) => {
      const file = inRepository('aws', `cfn-template-configuration-${environment}.json`);
      const { Parameters: configured } = JSON.parse(readFileSync(file, 'utf8')) as {
        Parameters: Record<string, string>;
      };
      const parameters = {
        ...configured,
        ...network,
        App: sluice.app,
        Environment: environment,
        Bucket: platform['BucketName'] ?? '',
        BoundaryArn: platform['BoundaryArn'] ?? '',
        ImageUri: `${platform['RegistryUri']}@sha256:${'1'.repeat(64)}`,
        Commit: '2'.repeat(40),
        Digest: '3'.repeat(64),
        Execution: 'first',
      };
      const name = `${sluice.app}-${environment}-app`;
      const before = await deploy(name, 'aws/cfn-template.yml', parameters);
      const after = await moto.deploy(
        name,
        'aws/cfn-template.yml',
        { ...parameters, Execution: 'second' },
        true,
      );
      expect(after.status).toBe('UPDATE_COMPLETE');
      expect(after.outputs['TaskDefinition']).not.toBe(before.outputs['TaskDefinition']);
    },
    60_000,
  );

  // The OIDC provider and what else stands behind a condition is not counted.
  test('moto knows every resource type but the listed ones', () => {
    expect([...wanted].filter((type) => !made.has(type)).sort()).toEqual(unknownToMoto);
  });

  test.each(environments)(
    'the pipeline of %s, read back, watches the tag that sluice.json names',
    async (name, tag) => {
      const pipeline = await moto.pipeline({
        ...pipelineDeclaration(name, tag),
        roleArn: platform['PipelineRoleArn'],
      });
      expect(pipeline).toMatchObject({ name: `${sluice.app}-${name}-pipeline`, pipelineType: 'V2' });
      const actions = pipeline?.stages?.map((stage) => [stage.name, ...(stage.actions ?? [])]);
      expect(actions).toMatchObject([
        [
          'Source',
          { configuration: { S3ObjectKey: `${sluice.app}/${tag}.zip`, PollForSourceChanges: 'false' } },
        ],
        ['Build', { configuration: { ProjectName: 'build' } }],
        [
          'Deploy',
          { configuration: { ActionMode: 'CREATE_UPDATE', StackName: `${sluice.app}-${name}-app` } },
        ],
      ]);
      const deployment = pipeline?.stages?.[2]?.actions?.[0]?.configuration?.['ParameterOverrides'] ?? '';
      expect(Buffer.byteLength(deployment)).toBeLessThan(1024);
      expect(JSON.parse(deployment)).toMatchObject({ App: sluice.app, Environment: name });
    },
  );
});

test('a configuration file, the pipeline and the build together give every parameter that has no default, and no other', () => {
  const { Parameters: declared } = readTemplate('aws/cfn-template.yml');
  const overrides = pipelineDeclaration('uat', 'uat').stages?.[2]?.actions?.[0]?.configuration ?? {};
  const given = Object.keys(JSON.parse(overrides['ParameterOverrides'] ?? '{}') as object);
  for (const [environment] of environments) {
    const file = inRepository('aws', `cfn-template-configuration-${environment}.json`);
    const configured = Object.keys(
      (JSON.parse(readFileSync(file, 'utf8')) as { Parameters: object }).Parameters,
    );
    const all = [...given, ...configured, 'ImageUri', 'Commit', 'Digest', 'Execution'];
    expect([...all].sort()).toEqual(Object.keys(declared).sort());
  }
});
