import { actions, execution, goingWell, theirs } from './testing/executions';
import type { PipelineScene } from './testing/scripted-pipelines';
import { endKinds, watchScript } from './testing/watch-script';

const uat = 'uat-pipeline';

function only(...scenes: [seconds: number, scene: PipelineScene][]) {
  return { pipelines: { [uat]: scenes } };
}

describe('one pipeline', () => {
  it.each([0, 30, 120])('succeeds with the execution that starts after %i seconds', async (seconds) => {
    const watched = await watchScript({ pipelines: { [uat]: goingWell(seconds) } });
    expect(watched.deployment.succeeded).toBe(true);
    expect(watched.code).toBe(undefined);
    expect(watched.deployment.results[0]).toMatchObject({
      environment: 'uat',
      executionId: 'e1',
      url: 'https://console.test/uat-pipeline/e1',
      stages: [
        { name: 'Source', status: 'succeeded' },
        { name: 'Build', status: 'succeeded' },
        { name: 'Deploy', status: 'succeeded' },
      ],
    });
    const stages = watched.events.flatMap((event) =>
      event.kind === 'stage' ? [`${event.stage.name} ${event.stage.status}`] : [],
    );
    expect(stages).toEqual([
      'Source running',
      'Source succeeded',
      'Build running',
      'Build succeeded',
      'Deploy running',
      'Deploy succeeded',
    ]);
  });

  it('does not count the success of another execution', async () => {
    const watched = await watchScript(
      only([0, { executions: [execution('other', 'Succeeded', { versionId: theirs })] }]),
    );
    expect(endKinds(watched)).toEqual(['never-started']);
    expect(watched.code).toBe('not-deployed');
    expect(watched.message).toBe(
      'uat does not run 12345678: uat-pipeline did not start on this version within 3 minutes. ' +
        'The newest execution, other, has another version: summary of version-theirs.',
    );
  });

  it.each(['Source', 'Build', 'Deploy'])('fails when %s fails', async (stage) => {
    const names = ['Source', 'Build', 'Deploy'];
    const through = names.slice(0, names.indexOf(stage));
    const ran = actions(
      { ...Object.fromEntries(through.map((name) => [name, 'Succeeded' as const])), [stage]: 'Failed' },
      { error: { code: 'JobFailed', message: 'The last words.' }, url: 'https://logs.test/1' },
    );
    const watched = await watchScript(
      only(
        [0, { executions: [execution('e1', 'InProgress')] }],
        [5, { executions: [execution('e1', 'Failed')], actions: { e1: ran } }],
      ),
    );
    expect(watched.deployment.results[0]?.end).toMatchObject({ kind: 'failed', stage: { name: stage } });
    expect(watched.code).toBe('pipeline-failed');
    expect(watched.message).toBe(
      `uat does not run 12345678: ${stage} failed in uat-pipeline: The last words.`,
    );
    expect(watched.remedy).toContain('https://logs.test/1');
  });

  it('waits for the failed action to be listed', async () => {
    const failed = actions({ Source: 'Failed' }, { error: { code: 'JobFailed', message: 'no zip' } });
    const watched = await watchScript(
      only(
        [0, { executions: [execution('e1', 'Failed')] }],
        [0.5, { executions: [execution('e1', 'Failed')], actions: { e1: failed } }],
      ),
    );
    expect(watched.message).toBe('uat does not run 12345678: Source failed in uat-pipeline: no zip.');
  });

  it('fails when the source fails before it says what it read', async () => {
    const failed = actions({ Source: 'Failed' }, { error: { code: 'PermissionError', message: 'denied' } });
    const watched = await watchScript(
      only(
        [0, { executions: [] }],
        [10, { executions: [execution('e1', 'Failed', { versionId: null })], actions: { e1: failed } }],
      ),
    );
    expect(endKinds(watched)).toEqual(['failed']);
    expect(watched.code).toBe('pipeline-failed');
    expect(watched.message).toContain('Source failed in uat-pipeline: denied.');
  });

  it('gives an execution whose source is slow the time it needs', async () => {
    const unread = execution('e1', 'InProgress', { versionId: null });
    const watched = await watchScript(
      only([0, { executions: [unread] }], [400, { executions: [execution('e1', 'Succeeded')] }]),
    );
    expect(watched.code).toBe(undefined);
    expect(watched.elapsed).toBeGreaterThan(400_000);
  });

  it('goes by the newest of duplicate starts', async () => {
    const first = execution('e1', 'Superseded');
    const watched = await watchScript(
      only(
        [0, { executions: [execution('e1', 'InProgress')] }],
        [10, { executions: [execution('e2', 'InProgress'), first] }],
        [30, { executions: [execution('e2', 'Succeeded'), first] }],
      ),
    );
    expect(watched.code).toBe(undefined);
    expect(watched.deployment.results[0]?.executionId).toBe('e2');
    expect(watched.events).toContainEqual(expect.objectContaining({ kind: 'execution', replaces: 'e1' }));
  });

  it('is not content with the first of duplicate starts when the second one fails', async () => {
    const watched = await watchScript(
      only([0, { executions: [execution('e2', 'Failed'), execution('e1', 'Succeeded')] }]),
    );
    expect(watched.code).toBe('pipeline-failed');
  });

  it('names the version that superseded it', async () => {
    const later = execution('e3', 'InProgress', { versionId: 'version-later' });
    const next = execution('e2', 'Superseded', { versionId: theirs });
    const watched = await watchScript(
      only([0, { executions: [later, next, execution('e1', 'Superseded')] }]),
    );
    expect(watched.code).toBe('not-deployed');
    expect(watched.message).toBe(
      'uat does not run 12345678: a newer execution of uat-pipeline superseded it, on summary of version-theirs.',
    );
  });

  it('says who stopped it, as far as it was said', async () => {
    const watched = await watchScript(
      only(
        [0, { executions: [execution('e1', 'Stopping')] }],
        [20, { executions: [execution('e1', 'Stopped', { stopReason: 'freeze until Monday.' })] }],
      ),
    );
    expect(endKinds(watched)).toEqual(['stopped']);
    expect(watched.code).toBe('pipeline-failed');
    expect(watched.message).toContain('its execution of uat-pipeline was stopped (freeze until Monday).');
  });

  it('takes a cancelled execution for no success', async () => {
    const watched = await watchScript(only([0, { executions: [execution('e1', 'Cancelled')] }]));
    expect(endKinds(watched)).toEqual(['cancelled']);
    expect(watched.code).toBe('pipeline-failed');
    expect(watched.message).toContain('its execution of uat-pipeline was canceled');
  });

  it('does not take a rollback that carries the version for its deployment', async () => {
    const rollback = execution('r1', 'Succeeded', { type: 'rollback' });
    const watched = await watchScript(only([0, { executions: [rollback] }]));
    expect(watched.code).toBe('not-deployed');
    expect(watched.message).toContain('Only a rollback (execution r1) has this version');
  });

  it('reports the rollback that follows a failure', async () => {
    const rollback = execution('r1', 'InProgress', { type: 'rollback', versionId: theirs });
    const watched = await watchScript(
      only(
        [0, { executions: [execution('e1', 'Failed')] }],
        [0.5, { executions: [rollback, execution('e1', 'Failed')] }],
      ),
    );
    expect(watched.code).toBe('pipeline-failed');
    expect(watched.message).toContain('Execution r1 is a rollback to the previous version.');
    expect(watched.events).toContainEqual(expect.objectContaining({ kind: 'rollback' }));
  });

  it('takes a success that was rolled back for none', async () => {
    const rollback = execution('r1', 'InProgress', { type: 'rollback', versionId: theirs });
    const watched = await watchScript(only([0, { executions: [rollback, execution('e1', 'Succeeded')] }]));
    expect(endKinds(watched)).toEqual(['rolled-back']);
    expect(watched.code).toBe('pipeline-failed');
    expect(watched.message).toContain(
      'execution r1 of uat-pipeline rolled back to summary of version-theirs',
    );
  });

  it('waits for approval, and says that it does, once', async () => {
    const asked = actions({ Source: 'Succeeded', Approve: 'InProgress' }, { isApproval: true });
    const running = { executions: [execution('e1', 'InProgress')], actions: { e1: asked } };
    const watched = await watchScript(
      only([0, running], [1200, { executions: [execution('e1', 'Succeeded')], actions: { e1: asked } }]),
    );
    expect(watched.code).toBe(undefined);
    const waits = watched.events.filter((event) => event.kind === 'stage' && event.stage.awaitsApproval);
    expect(waits).toHaveLength(1);
  });

  it('does not wait for an approval for ever', async () => {
    const asked = actions({ Source: 'Succeeded', Approve: 'InProgress' }, { isApproval: true });
    const watched = await watchScript(
      only([0, { executions: [execution('e1', 'InProgress')], actions: { e1: asked } }]),
    );
    expect(endKinds(watched)).toEqual(['unfinished']);
    expect(watched.code).toBe('watch-ended');
    expect(watched.message).toBe(
      'After 60 minutes the deployment of 12345678 to uat is still in progress, waiting for an approval in Approve.',
    );
    expect(watched.remedy).toContain('sluice watch uat');
  });

  it('says which transition it waits at, and why that is disabled', async () => {
    const stages = [{ name: 'Source' }, { name: 'Build', closed: { reason: 'freeze' } }, { name: 'Deploy' }];
    const waiting = {
      executions: [execution('e1', 'InProgress')],
      actions: { e1: actions({ Source: 'Succeeded' }) },
      stages,
    };
    const watched = await watchScript(
      only([0, waiting], [60, { executions: [execution('e1', 'Succeeded')], stages }]),
    );
    const closed = watched.events.filter(({ kind }) => kind === 'closed');
    expect(closed).toEqual([expect.objectContaining({ stage: 'Build', reason: 'freeze' })]);
    expect(watched.code).toBe(undefined);
  });
});
