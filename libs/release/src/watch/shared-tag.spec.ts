import { actions, execution, goingWell } from './testing/executions';
import type { PipelineScene } from './testing/scripted-pipelines';
import { endKinds, watchScript } from './testing/watch-script';

const uat = 'uat-pipeline';
const qa = 'qa-pipeline';

describe('several pipelines on one tag', () => {
  const failing: [number, PipelineScene][] = [
    [0, { executions: [execution('q1', 'Failed')], actions: { q1: actions({ Source: 'Failed' }) } }],
  ];
  const superseded: [number, PipelineScene][] = [[0, { executions: [execution('q1', 'Superseded')] }]];

  it('succeeds only when each of them does', async () => {
    const watched = await watchScript({ pipelines: { [uat]: goingWell(0), [qa]: goingWell(60, 'q1') } });
    expect(endKinds(watched)).toEqual(['succeeded', 'succeeded']);
    expect(watched.code).toBe(undefined);
  });

  it.each([
    ['failed', failing, 'pipeline-failed'],
    ['superseded', superseded, 'not-deployed'],
    ['never-started', [[0, { executions: [] }]] as [number, PipelineScene][], 'not-deployed'],
  ])('ends as %s where one of them does, and follows the other to its end', async (kind, other, code) => {
    const watched = await watchScript({ pipelines: { [uat]: goingWell(0), [qa]: other } });
    expect(endKinds(watched)).toEqual(['succeeded', kind]);
    expect(watched.deployment.succeeded).toBe(false);
    expect(watched.code).toBe(code);
    expect(watched.message).toMatch(/^qa does not run 12345678: /);
  });

  it('lets the worst of two ends decide', async () => {
    const watched = await watchScript({ pipelines: { [uat]: superseded, [qa]: failing } });
    expect(watched.code).toBe('pipeline-failed');
    expect(watched.message).toMatch(/^qa /);
  });
});
