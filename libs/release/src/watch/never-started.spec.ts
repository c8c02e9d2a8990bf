import { execution, goingWell, mine, theirs } from './testing/executions';
import type { PipelineScene } from './testing/scripted-pipelines';
import { endKinds, watchScript } from './testing/watch-script';

const uat = 'uat-pipeline';
const beginning = Date.UTC(2026, 0, 1);

function only(...scenes: [seconds: number, scene: PipelineScene][]) {
  return { pipelines: { [uat]: scenes } };
}

describe('an execution that never starts', () => {
  const quiet: PipelineScene = { executions: [] };
  const source = { action: 'Source', bucket: 'bucket', key: 'story/uat.zip', polls: true };

  it.each<[string, PipelineScene, string]>([
    [
      'the rule, where it does not poll',
      { ...quiet, sources: [{ ...source, polls: false }] },
      'an EventBridge rule must start it',
    ],
    [
      'the key, where it watches another',
      { ...quiet, sources: [{ ...source, key: 'story/prod.zip' }] },
      'It watches s3://bucket/story/prod.zip, and not story/uat.zip.',
    ],
    [
      'the transition into the source, with its reason',
      { ...quiet, stages: [{ name: 'Source', closed: { reason: 'audit' } }, { name: 'Build' }] },
      'disabled, because: audit.',
    ],
    [
      'polling that AWS has disabled',
      {
        executions: [
          execution('old', 'Succeeded', {
            versionId: theirs,
            startedAt: new Date(beginning - 40 * 86_400_000),
          }),
        ],
      },
      'has not run for 30 days',
    ],
    [
      'nothing, where nothing is found',
      {
        executions: [
          execution('old', 'Succeeded', { versionId: theirs, startedAt: new Date(beginning - 86_400_000) }),
        ],
      },
      'Its definition does not show why.',
    ],
  ])('blames %s', async (_, scene, message) => {
    const watched = await watchScript(only([0, scene]));
    expect(endKinds(watched)).toEqual(['never-started']);
    expect(watched.code).toBe('not-deployed');
    expect(watched.message).toContain(message);
    expect(watched.remedy).not.toBe('');
    expect(watched.elapsed).toBeGreaterThanOrEqual(180_000);
    expect(watched.elapsed).toBeLessThan(210_000);
  });

  it('does not wait for a pipeline that does not exist', async () => {
    const watched = await watchScript(only());
    expect(watched.code).toBe('not-deployed');
    expect(watched.message).toBe('uat does not run 12345678: The pipeline "uat-pipeline" does not exist.');
    expect(watched.remedy).toBe('Mend it.');
    expect(watched.elapsed).toBe(0);
  });
});

describe('a version that was written earlier', () => {
  const written = 'earlier' as const;

  it('is followed while its execution is in progress', async () => {
    const watched = await watchScript({ pipelines: { [uat]: goingWell(0) }, written });
    expect(watched.code).toBe(undefined);
    expect(watched.elapsed).toBeGreaterThan(10_000);
  });

  it.each([
    ['Succeeded', undefined],
    ['Failed', 'pipeline-failed'],
    ['Superseded', 'not-deployed'],
  ] as const)('counts as it ended: %s', async (status, code) => {
    const watched = await watchScript({ ...only([0, { executions: [execution('e1', status)] }]), written });
    expect(watched.code).toBe(code);
  });

  it('is not waited for when no execution carries it', async () => {
    const other = execution('other', 'Succeeded', { versionId: theirs });
    const watched = await watchScript({ ...only([0, { executions: [other] }]), written });
    expect(watched.code).toBe('not-deployed');
    expect(watched.elapsed).toBe(0);
    expect(watched.message).toContain(`has another version: summary of ${theirs}`);
    expect(watched.deployment.versionId).toBe(mine);
  });
});

describe('a version that is deployed again', () => {
  const earlier = execution('e1', 'Succeeded');
  const startedWith = 'e2';

  it('is not taken for deployed by its earlier run, before the new one is listed', async () => {
    const watched = await watchScript({
      ...only(
        [0, { executions: [earlier] }],
        [10, { executions: [execution('e2', 'InProgress', { versionId: null }), earlier] }],
        [30, { executions: [execution('e2', 'Failed'), earlier] }],
      ),
      startedWith,
    });
    expect(watched.code).toBe('pipeline-failed');
    expect(watched.deployment.results[0]?.executionId).toBe('e2');
  });

  it('is, once the new run is through', async () => {
    const scenes = goingWell(5, 'e2').map(([at, scene]) => {
      return [at, { ...scene, executions: [...scene.executions, earlier] }] as [number, typeof scene];
    });
    const watched = await watchScript({ pipelines: { [uat]: scenes }, startedWith });
    expect(watched.code).toBe(undefined);
    expect(watched.elapsed).toBeGreaterThan(15_000);
  });
});
