import { refusal, HealthySetup } from './testing/healthy-setup';

let setUp: HealthySetup;
beforeEach(async () => {
  setUp = await HealthySetup.open();
});
afterEach(() => setUp.fixture.dispose());

it('tries no write on a bucket that ignores conditions, and says so', async () => {
  const before = setUp.fixture.bucket.versionCount();
  setUp.fixture.bucket.fault = () => 'condition-ignored';
  expect(await setUp.troubles()).toMatchObject([
    { check: 'conditional writes', state: 'warning', message: expect.stringMatching(/ignores conditions/) },
    { check: 'permission to publish', state: 'unknown' },
    { check: 'permission to promote to uat', state: 'unknown' },
    { check: 'permission to promote to prod', state: 'unknown' },
  ]);
  expect(setUp.fixture.bucket.versionCount()).toBe(before);
});

it.each<[string, () => void, string, string, string]>([
  ['list', () => setUp.refuse('list'), 'permission to read', 'failed', 's3:ListBucket on memory'],
  [
    'list versions',
    () => setUp.refuse('versions'),
    'permission to read',
    'failed',
    's3:ListBucketVersions on memory',
  ],
  [
    'read tags',
    () => setUp.refuse('tags'),
    'permission to read',
    'failed',
    's3:GetObjectTagging on memory/story/*',
  ],
  [
    'read',
    () => setUp.refuse('head', /latest\.zip/),
    'permission to read',
    'failed',
    's3:GetObject on memory/story/*',
  ],
  [
    'publish',
    () => setUp.refuse('copy', /latest\.zip/),
    'permission to publish',
    'warning',
    's3:PutObject on memory/story/latest.zip',
  ],
  [
    'promote',
    () => setUp.refuse('copy', /prod\.zip/),
    'permission to promote to prod',
    'warning',
    's3:PutObject on memory/story/prod.zip',
  ],
])('names the permission that is missing to %s', async (_, breakIt, check, state, permission) => {
  breakIt();
  const found = (await setUp.findings()).find((one) => one.check === check);
  expect(found).toMatchObject({ state, message: expect.stringContaining(permission) });
  expect(found?.remedy).toMatch(
    state === 'warning'
      ? /^If they should, allow them s3:PutObject on arn:aws:s3:::memory\/story\/\w+\.zip\.$/
      : /^Allow them s3:\w+ on arn:aws:s3:::memory[^.]*\.$/,
  );
});

it('tries the put of an archive on one that is there, which stays as it is', async () => {
  const key = `story/${setUp.fixture.sha(1)}.zip`;
  const before = await setUp.fixture.bucket.head(key);
  setUp.refuse('putText', new RegExp(key));
  const found = (await setUp.findings()).find(({ check }) => check === 'permission to publish');
  expect(found).toMatchObject({ state: 'warning', message: expect.stringContaining(`memory/${key}`) });
  expect(await setUp.fixture.bucket.head(key)).toEqual(before);
});

it('knows that AWS honors conditions where no probe may be written', async () => {
  setUp.refuse('putText', /probe/);
  expect((await setUp.troubles()).map(({ check }) => check)).toContain('conditional writes');
  setUp.fixture.bucket.isAws = true;
  expect(await setUp.troubles()).toEqual([]);
});

it('hides a probe behind a marker where no version may be deleted', async () => {
  const remove = setUp.fixture.bucket.remove.bind(setUp.fixture.bucket);
  setUp.fixture.bucket.remove = async (key, versionId) => {
    if (versionId !== undefined) throw refusal;
    await remove(key);
  };
  expect(await setUp.troubles()).toEqual([]);
  for await (const { key } of setUp.fixture.bucket.list('story/')) expect(key).not.toContain('probe');
  setUp.fixture.bucket.remove = async () => {
    throw refusal;
  };
  expect(await setUp.troubles()).toMatchObject([
    {
      check: 'probe',
      state: 'warning',
      message: expect.stringMatching(/^story\/probe\.json, .*could not be deleted/),
    },
  ]);
});
