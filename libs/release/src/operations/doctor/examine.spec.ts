import { largestArtifact } from './deployments';
import { environmentNames, pipelineArn, refusal, HealthySetup } from './testing/healthy-setup';
import { MemoryPipelines } from '../../testing/memory-pipelines';

const value = <T>(of: T) => ({ isKnown: true as const, value: of });

let setUp: HealthySetup;
beforeEach(async () => {
  setUp = await HealthySetup.open();
});
afterEach(() => setUp.fixture.dispose());

it('finds nothing wrong with a healthy setup, and leaves nothing behind', async () => {
  const before = setUp.fixture.bucket.versionCount();
  expect(await setUp.troubles()).toEqual([]);
  expect(setUp.fixture.bucket.versionCount()).toBe(before);
});

it('finds nothing wrong before anything is published, but cannot try to promote', async () => {
  const fresh = new HealthySetup();
  expect((await fresh.troubles()).map(({ check, state }) => `${check} ${state}`)).toEqual([
    'permission to publish unknown',
    'permission to promote to uat unknown',
    'permission to promote to prod unknown',
  ]);
  expect(fresh.fixture.bucket.versionCount()).toBe(0);
  await fresh.fixture.dispose();
});

it.each<[string, () => void, { check: string; state: string; message: RegExp }]>([
  [
    'no versioning',
    () => (setUp.fixture.bucket.state = 'never'),
    { check: 'bucket', state: 'failed', message: /versioning enabled/ },
  ],
  [
    'a wrong region',
    () => (setUp.fixture.bucket.settings.region = value('eu-west-1')),
    { check: 'region', state: 'failed', message: /eu-west-1, not in us-east-1/ },
  ],
  [
    'no encryption',
    () => (setUp.fixture.bucket.settings.encryption = value(undefined)),
    { check: 'encryption', state: 'warning', message: /encrypt/ },
  ],
  [
    'public access',
    () => (setUp.fixture.bucket.settings.blocksPublicAccess = value(false)),
    { check: 'public access', state: 'failed', message: /public/ },
  ],
  [
    'a skewed clock',
    () => (setUp.fixture.bucket.settings.clockOffset = value(-600_000)),
    { check: 'clock', state: 'failed', message: /600 s ahead/ },
  ],
  [
    'checksums that are not kept',
    () => (setUp.fixture.bucket.keepsChecksums = false),
    { check: 'checksums', state: 'warning', message: /does not store the SHA-256/ },
  ],
  [
    'polling',
    () => setUp.addPipeline('prod', 'prod', { polls: true }),
    { check: 'pipeline of prod', state: 'warning', message: /polls/ },
  ],
  [
    'another tag',
    () => setUp.addPipeline('prod', 'uat'),
    { check: 'pipeline of prod', state: 'failed', message: /watches s3:\/\/memory\/story\/uat\.zip, not/ },
  ],
  [
    'a pipeline of another account',
    () =>
      setUp.addPipeline('prod', 'prod', {
        pipelineArn: pipelineArn('uat').replace(/0{12}/, '1'.repeat(12)),
      }),
    { check: 'start of prod', state: 'failed', message: /not the target of an EventBridge rule/ },
  ],
  [
    'no rule',
    () => setUp.rules?.set(pipelineArn('prod'), []),
    { check: 'start of prod', state: 'failed', message: /is not the target of an EventBridge rule/ },
  ],
  [
    'a rule that is off',
    () => setUp.rules?.get(pipelineArn('prod'))?.forEach((rule) => (rule.isEnabled = false)),
    { check: 'start of prod', state: 'failed', message: /"story-prod-start" .* is disabled/ },
  ],
  [
    'a rule for another key',
    () => setUp.rules?.set(pipelineArn('prod'), setUp.rules.get(pipelineArn('uat')) ?? []),
    { check: 'start of prod', state: 'failed', message: /but not for s3:\/\/memory\/story\/prod\.zip/ },
  ],
  [
    'an archive too large',
    () => {
      const object = setUp.fixture.bucket.put('story/prod.zip', 'x');
      Object.assign(object, { size: largestArtifact + 1 });
      setUp.pipelines.ran('story-prod-pipeline', object.versionId, 'Succeeded');
    },
    { check: 'size in prod', state: 'failed', message: /7 GB limit of CodePipeline/ },
  ],
])('names %s, and what to do', async (_, breakIt, { check, state, message }) => {
  breakIt();
  expect((await setUp.troubles())[0]).toMatchObject({
    check,
    state,
    message: expect.stringMatching(message),
    remedy: expect.any(String),
  });
});

it('takes an archive above 256 MB, since CloudFormation is given a small artifact', async () => {
  const object = setUp.fixture.bucket.put('story/prod.zip', 'x');
  Object.assign(object, { size: 6 * 1024 ** 3 });
  setUp.pipelines.ran('story-prod-pipeline', object.versionId, 'Succeeded');
  expect(await setUp.troubles()).toEqual([]);
});

it('says that the bucket belongs to another account than the pipelines', async () => {
  setUp.fixture.bucket.owner = '222222222222';
  expect((await setUp.troubles()).map(({ check, state }) => `${check} ${state}`)).toEqual(
    environmentNames.map((name) => `owner seen from ${name} warning`),
  );
});

it('names every pipeline that nothing starts, or that does not exist', async () => {
  setUp.fixture.bucket.settings.sendsEvents = value(false);
  expect((await setUp.troubles()).map(({ check }) => check)).toEqual(
    environmentNames.map((name) => `start of ${name}`),
  );
  setUp.pipelines = new MemoryPipelines();
  expect(await setUp.troubles()).toMatchObject(
    environmentNames.map((name) => ({
      check: `pipeline of ${name}`,
      state: 'failed',
      message: expect.stringContaining('does not exist'),
    })),
  );
});

it('only warns of pipelines that the local cloud does not run at the moment', async () => {
  setUp.pipelines = new MemoryPipelines();
  const { settings } = setUp.fixture.context();
  expect(await setUp.troubles({ settings })).toMatchObject(
    environmentNames.map((name) => ({ check: `pipeline of ${name}`, state: 'warning' })),
  );
});

it('looks at no pipeline for a component that is published alone', async () => {
  setUp.pipelines = new MemoryPipelines();
  const checks = (await setUp.findings({ prefix: 'story/client/' })).map(({ check }) => check);
  expect(checks.filter((check) => /pipeline|start of|owner/.test(check))).toEqual([]);
});

it('says which setting it may not look at, without calling it a fault', async () => {
  setUp.fixture.bucket.settings.encryption = { isKnown: false, error: refusal };
  expect(await setUp.troubles()).toEqual([
    {
      check: 'encryption',
      state: 'unknown',
      message: 'Not checked: these credentials lack s3:GetEncryptionConfiguration.',
      remedy: 'Allow them s3:GetEncryptionConfiguration, or run doctor with a role that has it.',
    },
  ]);
});

it('repeats no fault of a bucket that gives no answer', async () => {
  const wrongKey = Object.assign(new Error('Wrong key.'), { kind: 'bad-credentials', remedy: 'Check it.' });
  setUp.fixture.bucket.versioning = async () => {
    throw wrongKey;
  };
  for (const name of Object.keys(setUp.fixture.bucket.settings))
    Object.assign(setUp.fixture.bucket.settings, { [name]: { isKnown: false, error: wrongKey } });
  expect(await setUp.findings()).toEqual([
    { check: 'bucket', state: 'failed', message: 'Wrong key.', remedy: 'Check it.' },
  ]);
});
