import { tagKey } from '../../keys';
import { publish } from '../publish/publish';
import { HealthySetup } from './testing/healthy-setup';

const pipeline = 'story-stage-pipeline';
let setUp: HealthySetup;
beforeEach(async () => {
  setUp = new HealthySetup();
  await publish(setUp.fixture.context(), { archive: await setUp.fixture.archive('content') });
});
afterEach(() => setUp.fixture.dispose());

const version = async () => (await setUp.fixture.bucket.head(tagKey('story/', 'latest')))?.versionId;
const delivered = async (minutes: number) => {
  const now = setUp.fixture.bucket.now().getTime() + minutes * 60_000;
  const findings = await setUp.findings({ clock: { now: () => now } });
  return findings.find(({ check }) => check === 'delivery to stage');
};

it('finds an event that started no pipeline, once it has had its time', async () => {
  setUp.pipelines.ran(pipeline, 'an older version', 'Succeeded');
  expect(await delivered(5)).toMatchObject({ state: 'ok' });
  expect(await delivered(60)).toMatchObject({
    state: 'failed',
    message: expect.stringContaining(`"${pipeline}" has not run on it`),
    remedy: 'Redeploy stage: its pipeline then runs on the version of the tag.',
  });
});

it.each(['Succeeded', 'Failed'] as const)(
  'finds nothing wrong where the pipeline ran on it and %s',
  async (status) => {
    setUp.pipelines.ran(pipeline, await version(), status);
    expect(await delivered(60)).toMatchObject({ state: 'ok' });
  },
);

it('does not take the execution that CodePipeline starts with a new pipeline for a run', async () => {
  setUp.pipelines.ran(pipeline, undefined, 'Failed', {
    trigger: { type: 'CreatePipeline' },
    sourceRevisions: [],
  });
  expect(await delivered(60)).toMatchObject({ state: 'failed' });
});
