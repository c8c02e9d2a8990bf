import { chooseTarget } from '../../config/choose-target';
import { interrupted } from '../../testing/interrupted-bucket';
import { MemoryPipelines } from '../../testing/memory-pipelines';
import { ReleaseFixture } from '../../testing/release-fixture';
import { planRollback, rollBack } from '../rollback/rollback';
import { publish } from './publish';

const fixtures: ReleaseFixture[] = [];
afterAll(() => Promise.all(fixtures.map((fixture) => fixture.dispose())));

async function published(): Promise<ReleaseFixture> {
  const fixture = new ReleaseFixture(3);
  fixtures.push(fixture);
  for (const index of [0, 1])
    await publish(fixture.contextAt(index), { archive: await fixture.archive(`content ${index}`) });
  return fixture;
}

async function rollBackStage(fixture: ReleaseFixture): Promise<string> {
  const pipelines = new MemoryPipelines();
  pipelines.add('story-stage-pipeline', { key: 'story/latest.zip' });
  const context = { ...fixture.context('eve'), pipelines };
  const target = chooseTarget(context.settings, { env: 'stage' });
  const plan = await planRollback(context, target);
  return (await rollBack(context, plan, 'white page')).commit;
}

it('stays where a rollback brought latest, whenever that happens while a publisher works', async () => {
  let last = Infinity;
  for (let call = 1; call <= last; call += 1) {
    const fixture = await published();
    let to: string | undefined;
    const { bucket, calls } = interrupted(fixture.bucket, call, async () => {
      to = await rollBackStage(fixture);
    });
    const archive = await fixture.archive('content 2');
    await publish({ ...fixture.contextAt(2), bucket }, { archive });
    last = Math.min(last, calls());
    const { commit } = (await fixture.bucket.head('story/latest.zip'))?.metadata ?? {};
    expect({ call, commit }).toEqual({ call, commit: to });
  }
  expect(last).toBeGreaterThan(5);
});
