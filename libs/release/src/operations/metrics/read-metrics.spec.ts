import { chooseTarget } from '../../config/choose-target';
import { MemoryPipelines } from '../../testing/memory-pipelines';
import { releaseFixtures } from '../../testing/release-fixture';
import { planPromotion } from '../promote/plan';
import { applyPromotion } from '../promote/promote';
import { publish } from '../publish/publish';
import { accept, reject } from '../reject/reject';
import { planRollback, rollBack } from '../rollback/rollback';
import { readMetrics } from './read-metrics';

const newFixture = releaseFixtures();

/** Three versions came to uat; the third was rolled back from, and the second rejected afterwards. */
async function story() {
  const fixture = newFixture();
  const pipelines = new MemoryPipelines();
  const context = { ...fixture.context(), pipelines, clock: { now: () => Date.UTC(2026, 0, 3) } };
  const uat = chooseTarget(context.settings, { env: 'uat' });
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 1, second));
  for (const index of [0, 1, 2]) {
    await publish(fixture.contextAt(index), { archive: await fixture.archive(`content ${index}`) });
    await applyPromotion(context, await planPromotion(context, uat, fixture.sha(index)));
    const [version] = await fixture.bucket.versions('story/uat.zip', 1);
    const times = { startedAt: at(index * 10), updatedAt: at(index * 10 + 5) };
    pipelines.ran('story-uat-pipeline', version?.versionId, index === 1 ? 'Failed' : 'Succeeded', times);
  }
  await rollBack(context, await planRollback(context, uat), 'white page');
  const [version] = await fixture.bucket.versions('story/uat.zip', 1);
  pipelines.ran('story-uat-pipeline', version?.versionId, 'Succeeded', {
    startedAt: at(35),
    updatedAt: at(40),
  });
  const read = (more: object = {}) => readMetrics(context, { timeZone: 'UTC', weeks: 2, ...more });
  return { fixture, pipelines, context, read };
}

it('computes the figures of each environment from the tag, the pipeline and the rejections', async () => {
  const { read } = await story();
  const { environments, ...rest } = await read();
  expect(rest).toEqual({ app: 'story', timeZone: 'UTC', warnings: [] });
  expect(environments.map(({ name, arePipelinesKnown }) => [name, arePipelinesKnown])).toEqual([
    ['stage', false],
    ['uat', true],
    ['qa', false],
    ['prod', false],
  ]);
  const uat = environments[1];
  expect(uat?.weeks.map(({ week, changes }) => [week, changes])).toEqual([
    ['2025-W52', 0],
    ['2026-W01', 3],
  ]);
  // The second failed at :15, the third was deployed at :25 and rolled back from at :40.
  expect(uat?.total).toMatchObject({ changes: 3, deployments: 2, failures: 2, restoreTimeMs: 12_500 });
  // qa shares the tag, and has no pipeline: every version counts as deployed when the tag moved.
  expect(environments[2]?.total).toMatchObject({ changes: 3, deployments: 3, failures: 1 });
});

it('counts a rejection of what is deployed until it is undone', async () => {
  const { fixture, context, read } = await story();
  const failures = async () => (await read({ environment: 'stage' })).environments[0]?.total.failures;
  expect(await failures()).toBe(0);
  await reject(context, fixture.sha(2), 'loses the cart');
  expect(await failures()).toBe(1);
  await accept(context, fixture.sha(2), 'a false alarm');
  expect(await failures()).toBe(0);
});

it('reads no version of the time before the weeks but one', async () => {
  const { fixture, context, read } = await story();
  const head = jest.spyOn(fixture.bucket, 'head');
  await read({ environment: 'uat' });
  const whole = head.mock.calls.length;
  head.mockClear();
  const later = { ...context, clock: { now: () => Date.UTC(2026, 5, 1) } };
  await readMetrics(later, { timeZone: 'UTC', weeks: 2, environment: 'uat' });
  expect([whole, head.mock.calls.length]).toEqual([4, 1]);
});

it('says that a pipeline does not answer, and goes by the tag', async () => {
  const { pipelines, read } = await story();
  pipelines.failure = new Error('Access denied.');
  const { environments, warnings } = await read({ environment: 'uat' });
  expect(warnings).toEqual(['The deployments to uat are unknown: Access denied.']);
  expect(environments).toMatchObject([{ arePipelinesKnown: false, total: { deployments: 3 } }]);
});
