import type { MovePlan } from '@sluice/contract';
import { chooseTarget, planPromotion, reject } from '@sluice/release';
import { Cloud, settings } from '../testing/cloud';
import { planRollbackOf } from './moves';
import { planView } from './plan-view';

let cloud: Cloud;
let shas: string[];
beforeAll(async () => {
  cloud = await Cloud.open();
  shas = [];
  for (const subject of ['Sell umbrellas', 'Sell boots', 'Sell hats'])
    shas.push(await cloud.publish(subject));
  for (const sha of shas) await cloud.promote('uat', sha);
});
afterAll(() => cloud?.close());

it('reports a rollback what it skips and why, and that no pipeline can tell', async () => {
  await reject(cloud.context(), shas[1]!, 'boots leak');
  expect(await planRollbackOf(cloud.context(), 'uat', {})).toMatchObject({
    to: { commit: shas[0], subject: 'Sell umbrellas' },
    basis: 'previous',
    skipped: [
      {
        commit: shas[1],
        subject: 'Sell boots',
        writtenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        why: expect.stringMatching(/^it was rejected by amy at .*: boots leak$/),
      },
    ],
  });
});

it('counts all files of a plan, and lists 1,000 of each kind', async () => {
  const target = chooseTarget(settings, { env: 'uat' });
  const plan = await planPromotion(cloud.context(), target, shas[0]!);
  const paths = (count: number) => Array.from({ length: count }, (_, index) => `app/${index}.js`);
  const files = { added: paths(4_000), changed: paths(1_000), removed: [] };
  const view: MovePlan = planView('uat', { ...plan, files });
  expect(view.fileCounts).toEqual({ added: 4_000, changed: 1_000, removed: 0 });
  expect(view.files?.added).toHaveLength(1_000);
  expect(view.files?.changed).toHaveLength(1_000);
});
