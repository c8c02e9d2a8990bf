import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBucket, openPipelines } from '@sluice/aws';
import { GitRepository } from '@sluice/git';
import { readStatus, resolveSettings, runDoctor } from '@sluice/release';
import { openRecordingCloud, type RecordingCloud } from './testing/recording-cloud';
import { repositoryRoot, sluice } from './testing/repository';

const hour = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'sluice-lost-event-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What status and doctor say of stage an hour after its tag moved. */
async function told({ access }: RecordingCloud, write: boolean) {
  const { bucket: name, endpoint, region, accessKeyId, secretAccessKey } = access;
  const address = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const bucket = openBucket({ bucket: name, ...address });
  const pipelines = openPipelines(address);
  try {
    if (write) await bucket.putText('sluice/latest.zip', 'no archive: no event, no execution');
    const commits = new GitRepository(repositoryRoot);
    const settings = resolveSettings({ file: sluice, env: {} });
    const clock = { now: () => Date.now() + hour };
    const report = () => undefined;
    const changes = { affects: async () => true };
    // A pipeline here loses events by watching another object; one on AWS names its tag anyway.
    const sources = pipelines.sources.bind(pipelines);
    pipelines.sources = async (pipeline) =>
      (await sources(pipeline)).map((source) => ({ ...source, key: source.key.replace('.elsewhere', '') }));
    const context = {
      ...{ settings, bucket, pipelines, commits, changes, clock, report },
      ...{ project: 'app', prefix: 'sluice/' as const },
    };
    const [stage] = (await readStatus(context, { withNewest: false })).environments;
    const findings = await runDoctor(context);
    return { stage, delivery: findings.find(({ check }) => check === 'delivery to stage') };
  } finally {
    bucket.close();
    await pipelines.close();
  }
}

// D14: EventBridge gives an event up after a day, and nothing else starts a pipeline that does not poll.
test('status and doctor tell that an event was lost, until an execution runs on what the tag names', async () => {
  const deaf = await openRecordingCloud(folder, { sleeps: true });
  try {
    const { stage, delivery } = await told(deaf, true);
    expect(stage?.undeliveredSince).toBe(stage?.current?.writtenAt);
    expect(delivery).toMatchObject({ state: 'failed', remedy: expect.stringContaining('Redeploy stage') });
  } finally {
    await deaf.close();
  }
  // The same bucket with pipelines that watch the tag: they take up what they find there.
  const cloud = await openRecordingCloud(folder);
  try {
    const { stage, delivery } = await told(cloud, false);
    expect(stage?.undeliveredSince).toBeUndefined();
    expect(delivery).toMatchObject({ state: 'ok' });
  } finally {
    await cloud.close();
  }
}, 60_000);
