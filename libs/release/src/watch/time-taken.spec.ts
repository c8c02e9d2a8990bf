import { actions, execution, goingWell } from './testing/executions';
import { watchScript } from './testing/watch-script';

it('tells how long the stages took where all was over when the watch began', async () => {
  const stages = actions({ Source: 'Succeeded', Build: 'Succeeded', Deploy: 'Succeeded' });
  const scene = { executions: [execution('e1', 'Succeeded')], actions: { e1: stages } };
  const { deployment } = await watchScript({ pipelines: { 'uat-pipeline': [[0, scene]] } });
  expect(deployment.results[0]).toMatchObject({ end: { kind: 'succeeded' }, tookMs: 2_500 });
});

it('tells how long it waited where that was longer', async () => {
  const { deployment, elapsed } = await watchScript({ pipelines: { 'uat-pipeline': goingWell(30) } });
  expect(deployment.results[0]?.tookMs).toBe(elapsed);
});
