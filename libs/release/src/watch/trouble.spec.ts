import { goingWell } from './testing/executions';
import { PipelinesFault } from './testing/scripted-pipelines';
import { endKinds, watchScript } from './testing/watch-script';

const uat = 'uat-pipeline';
const qa = 'qa-pipeline';

describe('trouble on the way', () => {
  it('gets slower under throttling, and never fails for it', async () => {
    // A fixed pattern in which 30 of 100 calls are refused.
    const fault = (call: number) => ((call * 37) % 100 < 30 ? new PipelinesFault('throttled') : undefined);
    const calm = await watchScript({ pipelines: { [uat]: goingWell(60) } });
    const watched = await watchScript({ pipelines: { [uat]: goingWell(60) }, fault });
    expect(watched.code).toBe(undefined);
    expect(watched.events).toContainEqual(expect.objectContaining({ kind: 'trouble', why: 'throttled' }));
    const answered = watched.calls.filter((_, index) => fault(index + 1) === undefined).length;
    expect(answered).toBeLessThanOrEqual(calm.calls.length);
  });

  it('outlasts throttling of everything for half an hour', async () => {
    const watched = await watchScript({
      pipelines: { [uat]: goingWell(0) },
      fault: (_, elapsed) => (elapsed < 1_800_000 ? new PipelinesFault('throttled') : undefined),
    });
    expect(watched.code).toBe(undefined);
    expect(watched.calls.length).toBeLessThan(60);
  });

  it('asks at most 40 times in any minute', async () => {
    const { calls } = await watchScript({ pipelines: { [uat]: goingWell(100) } });
    const busiest = Math.max(
      ...calls.map((at) => calls.filter((one) => one >= at && one < at + 60_000).length),
    );
    expect(busiest).toBeLessThanOrEqual(40);
  });

  it.each(['unreachable', 'unavailable'] as const)(
    'survives a network that is %s for a while',
    async (kind) => {
      const watched = await watchScript({
        pipelines: { [uat]: goingWell(0) },
        fault: (_, elapsed) => (elapsed > 5_000 && elapsed < 200_000 ? new PipelinesFault(kind) : undefined),
      });
      expect(watched.code).toBe(undefined);
      expect(watched.events.filter((event) => event.kind === 'trouble')).toHaveLength(1);
    },
  );

  it('gives up on a network that stays away, and does not claim to know', async () => {
    const watched = await watchScript({
      pipelines: { [uat]: goingWell(0) },
      fault: (_, elapsed) =>
        elapsed > 5_000 ? new PipelinesFault('unreachable', 'It cannot be reached.') : undefined,
    });
    expect(endKinds(watched)).toEqual(['unknown']);
    expect(watched.code).toBe('watch-ended');
    expect(watched.message).toBe(
      'uat-pipeline can no longer be watched: It cannot be reached. Whether uat runs 12345678 is unknown.',
    );
  });

  it('ends when the credentials expire half way, and says that the deployment continues', async () => {
    const watched = await watchScript({
      pipelines: { [uat]: goingWell(0) },
      fault: (_, elapsed) => (elapsed > 7_000 ? new PipelinesFault('expired-credentials') : undefined),
    });
    expect(endKinds(watched)).toEqual(['credentials-expired']);
    expect(watched.code).toBe('watch-ended');
    expect(watched.message).toBe(
      'The AWS credentials expired while uat-pipeline was watched; the deployment of 12345678 to uat is still in progress.',
    );
    expect(watched.remedy).toMatch(/^Sign in again\. To watch again: npx sluice watch uat/);
  });

  it('stops watching on Ctrl-C at once, says that the deployment continues and how to watch again', async () => {
    const watched = await watchScript({
      pipelines: { [uat]: goingWell(0), [qa]: goingWell(3, 'q1') },
      interruptAt: 8,
    });
    expect(endKinds(watched)).toEqual(['interrupted', 'interrupted']);
    expect(watched.deployment.succeeded).toBe(false);
    expect(watched.code).toBe('watch-ended');
    expect(watched.message).toBe('Stopped watching; the deployment of 12345678 to uat is still in progress.');
    expect(watched.remedy).toBe(
      'To watch again: npx sluice watch uat, or open https://console.test/uat-pipeline/e1',
    );
    expect(watched.elapsed).toBe(8_000);
  });

  it('says on an early Ctrl-C that the pipeline will start anyway', async () => {
    const watched = await watchScript({ pipelines: { [uat]: goingWell(60) }, interruptAt: 2 });
    expect(watched.message).toContain('before uat-pipeline started on 12345678. The tag has moved');
  });
});
