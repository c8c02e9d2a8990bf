import { readFileSync } from 'node:fs';
import { openStacks } from '@sluice/aws';
import { Moto } from './testing/moto';
import { describeWithProgram } from './testing/outside-tool';
import { pipelineDeclaration } from './testing/pipeline-declaration';
import { placeOf } from './testing/container-environment';
import { inRepository, sluice, templates } from './testing/repository';
import { readTemplate } from './testing/template';

/** The types that moto 5.2.1 makes no resource of: for these only cfn-lint has looked at the templates. */
const unknownToMoto = [
  'AWS::CloudWatch::Alarm',
  'AWS::CodeBuild::Project',
  'AWS::CodePipeline::Pipeline',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
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
    const { outputs } = await deploy('sluice-platform', 'aws/platform.yml', network);
    expect(outputs).toHaveProperty('BucketName');
    const more = { ...network, ...github, HistoryDays: '500' };
    expect((await moto.deploy('sluice-platform', 'aws/platform.yml', more, true)).status).toBe(
      'UPDATE_COMPLETE',
    );
  }, 60_000);

  test.each([sluice.app, 'store'])(
    'app.yml is created for %s, beside other apps',
    async (app) => {
      const { outputs } = await deploy(`${app}-Setup`, 'aws/app.yml', { ...github, App: app });
      expect(outputs['PublisherArn']).toContain(`/${app}-publisher`);
      const more = { ...github, App: app, Branch: 'trunk' };
      expect((await moto.deploy(`${app}-Setup`, 'aws/app.yml', more, true)).status).toBe('UPDATE_COMPLETE');
    },
    60_000,
  );

  const all = [
    ...environments.map(([environment, tag]) => [sluice.app, environment, tag] as const),
    [sluice.app, 'stage2', 'latest'] as const,
    ['store', 'stage', 'latest'] as const,
  ];

  test.each(all)(
    'environment.yml and pipeline.yml are created and updated: %s, %s on %s',
    async (app, environment, tag) => {
      const names = `${app}--${environment}`;
      const parameters = { App: app, Environment: environment };
      const place = await deploy(`${app}-Environment-${environment}`, 'aws/environment.yml', parameters);
      expect(place.outputs['Url']).toMatch(/^http:/);
      const more = { ...parameters, LogRetentionDays: '90' };
      expect(
        (await moto.deploy(`${app}-Environment-${environment}`, 'aws/environment.yml', more, true)).status,
      ).toBe('UPDATE_COMPLETE');

      const at = (key: string) => `/sluice/apps/${app}/${key}`;
      const own = {
        ...parameters,
        Tag: tag,
        Repository: at('repository'),
        SubjectWithIds: at('subject-with-ids'),
        RepositoryId: at('repository-id'),
        Branch: at('branch'),
      };
      const { outputs } = await deploy(`${app}-Pipeline-${environment}`, 'aws/pipeline.yml', own);
      expect(outputs['PromoterArn']).toContain(`/${names}--promoter`);
      const larger = { ...own, LargeArchives: 'true' };
      expect(
        (await moto.deploy(`${app}-Pipeline-${environment}`, 'aws/pipeline.yml', larger, true)).status,
      ).toBe('UPDATE_COMPLETE');
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
        ...placeOf(environment),
        SubnetIds: network.SubnetIds,
        ImageUri: `registry@sha256:${'1'.repeat(64)}`,
        Commit: '2'.repeat(40),
        Digest: '3'.repeat(64),
        Execution: 'first',
      };
      const name = `${sluice.app}-App-${environment}`;
      const before = await deploy(name, 'aws/cfn-template.yml', parameters);
      const after = await moto.deploy(
        name,
        'aws/cfn-template.yml',
        { ...parameters, Execution: 'second' },
        true,
      );
      expect(after.status).toBe('UPDATE_COMPLETE');
      expect(after.outputs['TaskDefinition']).not.toBe(before.outputs['TaskDefinition']);

      // What doctor reads.
      const stacks = openStacks(moto.address);
      expect(await stacks.state(name)).toBe('UPDATE_COMPLETE');
      expect(await stacks.state(`${name}-other`)).toBeUndefined();
      await stacks.close();
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
      const pipeline = await moto.pipeline(pipelineDeclaration(name, tag));
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
          { configuration: { ActionMode: 'CREATE_UPDATE', StackName: `${sluice.app}-App-${name}` } },
        ],
        ['Finish', { configuration: { ProjectName: 'finish' } }],
      ]);
    },
  );
});

test.each(environments)(
  'the configuration of %s and the build give every parameter, and no other',
  (environment) => {
    const { Parameters: declared } = readTemplate('aws/cfn-template.yml');
    const file = inRepository('aws', `cfn-template-configuration-${environment}.json`);
    const { Parameters: configured } = JSON.parse(readFileSync(file, 'utf8')) as { Parameters: object };
    const given = [
      ...Object.keys(placeOf(environment)),
      ...Object.keys(configured),
      'ImageUri',
      'Commit',
      'Digest',
      'Execution',
      // Only what shifts traffic reads these.
      'BakeMinutes',
      'CanaryPercent',
    ];
    expect(given.sort()).toEqual(Object.keys(declared).sort());
  },
);

test('port 80 has one listener, whatever it does', () => {
  const listeners = Object.values(readTemplate('aws/environment.yml').Resources).filter(
    ({ Type, Properties }) => Type === 'AWS::ElasticLoadBalancingV2::Listener' && Properties?.['Port'] === 80,
  );
  // CloudFormation would make the second one before it deletes the first, and ELB takes no two.
  expect(listeners).toHaveLength(1);
  expect(listeners[0]).not.toHaveProperty('Condition');
});

test('nothing is exported: what is in use can be changed', () => {
  for (const template of templates) {
    const exported = Object.values(readTemplate(template).Outputs ?? {}).filter(({ Export }) => Export);
    expect([template, exported]).toEqual([template, []]);
  }
});
