import { reject } from '@sluice/release';
import { Cloud } from '../testing/cloud';
import { planRollbackOf } from './moves';

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

it('tells of a rollback what it passes over and why, and that no pipeline can tell', async () => {
  await reject(cloud.context(), shas[1]!, 'boots leak');
  expect(await planRollbackOf(cloud.context(), 'uat', {})).toMatchObject({
    to: { commit: shas[0], subject: 'Sell umbrellas' },
    basis: 'previous',
    passedOver: [
      {
        commit: shas[1],
        subject: 'Sell boots',
        writtenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        why: expect.stringMatching(/^it was rejected by ada at .*: boots leak$/),
      },
    ],
  });
});
