import type { History, Status } from '@sluice/contract';
import history from '../executors/history/history.impl';
import promote from '../executors/promote/promote.impl';
import redeploy from '../executors/redeploy/redeploy.impl';
import status from '../executors/status/status.impl';
import watch from '../executors/watch/watch.impl';
import { done, TwoClouds } from '../testing/two-clouds';

let clouds: TwoClouds;
beforeAll(async () => {
  clouds = await TwoClouds.open({
    environments: { stage: { tag: 'latest' }, uat: { tag: 'uat' }, prod: { requires: ['uat'] } },
    pipelines: { first: ['uat'], second: ['prod'] },
  });
  await clouds.publish('one', 'two');
});
afterAll(() => clouds.close());

const run: TwoClouds['run'] = (executor, options) => clouds.run(executor, options);
const executionsOfProd = async () => {
  const { entries } = JSON.parse(done(await run(history, { env: 'prod', json: true })).stdout) as History;
  return entries.map(({ commit, runs }) => [commit, runs?.map((one) => one.status)]);
};

// One story: each test continues where the one before it ended.
it('requires a successful deployment in the other account, and asks it there', async () => {
  const sha = clouds.shas[0];
  const refused = await run(promote, { env: 'prod', sha });
  expect(refused.success).toBe(false);
  expect(refused.stderr).toContain('not deployed to uat yet');
  expect(await clouds.place.head('story/prod.zip')).toBeUndefined();

  done(await run(promote, { env: 'uat', sha, watch: true }));
  const promoted = done(await run(promote, { env: 'prod', sha, watch: true }));
  expect(promoted.stdout).toContain('it was deployed successfully to uat');
  expect(await executionsOfProd()).toEqual([[sha, ['Succeeded']]]);
});

it('watches the pipeline of the other account', async () => {
  const sha = clouds.shas[1];
  done(await run(promote, { env: 'uat', sha, watch: true }));
  done(await run(promote, { env: 'prod', sha }));
  const watched = done(await run(watch, { env: 'prod', json: true }));
  expect(JSON.parse(watched.stdout)).toMatchObject({
    deployment: { tag: 'prod', commit: sha, results: [{ environment: 'prod', end: { kind: 'succeeded' } }] },
  });
});

it('starts the pipeline of the other account again', async () => {
  const versions = await clouds.place.versions('story/prod.zip');
  const redeployed = done(
    await run(redeploy, { env: 'prod', reason: 'rotated secret', yes: true, watch: true }),
  );
  expect(redeployed.stdout).toContain('story-prod-pipeline deploys');
  expect(await clouds.place.versions('story/prod.zip')).toEqual(versions);
  expect(await clouds.place.head('story/prod.activity.json')).toBeDefined();
  const { environments } = JSON.parse(done(await run(status, { json: true })).stdout) as Status;
  expect(environments).toMatchObject([
    { name: 'stage' },
    { name: 'uat', run: { status: 'Succeeded' } },
    { name: 'prod', run: { status: 'Succeeded' } },
  ]);
});
