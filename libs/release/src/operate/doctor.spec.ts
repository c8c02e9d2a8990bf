import { MemoryPipelines } from '../testing/memory-pipelines';
import { World } from '../testing/world';
import { examine, largestArtifact } from './doctor';

const names = ['stage', 'uat', 'qa', 'prod'];
let world: World;
let pipelines: MemoryPipelines;
beforeEach(() => {
  world = new World(1);
  pipelines = new MemoryPipelines();
  const tags = { stage: 'latest', uat: 'uat', qa: 'uat', prod: 'prod' };
  for (const [name, tag] of Object.entries(tags))
    pipelines.add(`story-${name}-pipeline`, { key: `story/${tag}.zip` });
});
afterEach(() => world.dispose());

async function troubles(region?: string) {
  const context = world.context();
  const settings = { ...context.settings, region };
  const findings = await examine({ ...context, settings, pipelines });
  return findings.filter(({ state }) => state !== 'ok');
}

it('finds nothing wrong with a sound set-up, and leaves nothing behind', async () => {
  expect(await troubles('us-east-1')).toEqual([]);
  expect(world.bucket.versionCount()).toBe(0);
});

const value = <T>(of: T) => ({ isKnown: true as const, value: of });

it.each<[string, () => void, { check: string; state: string; message: RegExp }]>([
  [
    'no versioning',
    () => (world.bucket.state = 'never'),
    { check: 'bucket', state: 'failed', message: /no versions/ },
  ],
  [
    'a wrong region',
    () => (world.bucket.settings.region = value('eu-west-1')),
    { check: 'region', state: 'failed', message: /eu-west-1, not in us-east-1/ },
  ],
  [
    'no encryption',
    () => (world.bucket.settings.encryption = value(undefined)),
    { check: 'encryption', state: 'warning', message: /encrypt/ },
  ],
  [
    'public access',
    () => (world.bucket.settings.blocksPublicAccess = value(false)),
    { check: 'public access', state: 'failed', message: /public/ },
  ],
  [
    'a skewed clock',
    () => (world.bucket.settings.clockOffset = value(-600_000)),
    { check: 'clock', state: 'failed', message: /600 s ahead/ },
  ],
  [
    'ignored conditions',
    () => (world.bucket.fault = () => 'condition-ignored'),
    { check: 'conditional writes', state: 'warning', message: /ignores conditions/ },
  ],
  [
    'polling',
    () => pipelines.add('story-prod-pipeline', { key: 'story/prod.zip', polls: true }),
    { check: 'pipeline of prod', state: 'warning', message: /polls/ },
  ],
  [
    'another tag',
    () => pipelines.add('story-prod-pipeline', { key: 'story/uat.zip' }),
    { check: 'pipeline of prod', state: 'failed', message: /watches s3:\/\/memory\/story\/uat\.zip, not/ },
  ],
  [
    'an archive too large',
    () => Object.assign(world.bucket.put('story/prod.zip', 'x'), { size: largestArtifact + 1 }),
    { check: 'size in prod', state: 'failed', message: /256 MB/ },
  ],
])('names %s, and what to do', async (_, breakIt, { check, state, message }) => {
  breakIt();
  const found = await troubles('us-east-1');
  expect(found).toMatchObject([
    { check, state, message: expect.stringMatching(message), remedy: expect.any(String) },
  ]);
});

it('names every pipeline that nothing starts, or that does not exist', async () => {
  world.bucket.settings.sendsEvents = value(false);
  expect((await troubles()).map(({ check }) => check)).toEqual(names.map((name) => `pipeline of ${name}`));
  pipelines = new MemoryPipelines();
  expect(await troubles()).toMatchObject(
    names.map(() => ({ state: 'failed', message: expect.stringContaining('does not exist') })),
  );
});

it('says what it may not look at, without calling it a fault', async () => {
  const error = Object.assign(new Error('Access denied.'), { remedy: 'Get access.' });
  world.bucket.settings.encryption = { isKnown: false, error };
  expect(await troubles()).toEqual([
    { check: 'encryption', state: 'unknown', message: 'Access denied.', remedy: 'Get access.' },
  ]);
});
