import { tagKey } from '../../keys';
import { publish } from '../publish/publish';
import { HealthySetup } from './testing/healthy-setup';

let setUp: HealthySetup;
beforeEach(() => {
  setUp = new HealthySetup();
});
afterEach(() => setUp.fixture.dispose());

describe('where rules may not be read', () => {
  const pipeline = 'story-stage-pipeline';
  const start = async (minutes = 60) => {
    const now = setUp.fixture.bucket.now().getTime() + minutes * 60_000;
    return (await setUp.findings({ clock: { now: () => now } })).find(
      ({ check }) => check === 'start of stage',
    );
  };
  const version = async () => (await setUp.fixture.bucket.head(tagKey('story/', 'latest')))?.versionId;
  beforeEach(async () => {
    setUp.rules = undefined;
    await publish(setUp.fixture.context(), { archive: await setUp.fixture.archive('content') });
  });

  it('goes by what started the pipeline on what the tag names', async () => {
    setUp.pipelines.ran(pipeline, await version(), 'Failed', { trigger: { type: 'CloudWatchEvent' } });
    expect(await start()).toMatchObject({ state: 'ok' });
  });

  it.each([[undefined], ['StartPipelineExecution'], ['CreatePipeline']])(
    'takes what %s started for nothing by itself',
    async (type) => {
      if (type !== undefined)
        setUp.pipelines.ran(pipeline, await version(), 'Succeeded', { trigger: { type } });
      expect(await start()).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('was only started manually on it'),
        remedy: expect.stringContaining('EventBridge'),
      });
    },
  );

  it('waits for what has moved a moment ago, and says nothing of what never moved', async () => {
    expect(await start(5)).toMatchObject({ state: 'unknown' });
    const prod = (await setUp.findings()).find(({ check }) => check === 'start of prod');
    expect(prod).toMatchObject({
      state: 'unknown',
      message: expect.stringContaining('"prod" has no content yet'),
    });
  });
});
