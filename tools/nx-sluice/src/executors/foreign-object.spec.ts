import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ZipArchive } from 'archiver';
import { buffer } from 'node:stream/consumers';
import { connectLocalCloud } from '@sluice/local-cloud';
import { TemporaryWorkspace } from '../testing/temporary-workspace';
import { localBucket } from '../workspace/open-bucket';
import diff from './diff/diff.impl';
import history from './history/history.impl';
import promote from './promote/promote.impl';
import publishS3 from './publish-s3/publish-s3.impl';
import rollback from './rollback/rollback.impl';
import status from './status/status.impl';

const workspace = new TemporaryWorkspace();
beforeAll(async () => {
  await workspace.pack('content');
  await workspace.run(publishS3, { archive: 'dist/app.zip' });
  await workspace.run(promote, { env: 'uat', yes: true });
});
afterAll(() => workspace.dispose());

/** As `zip -r` packs a folder. */
function ordinaryZip(): Promise<Buffer> {
  const zip = new ZipArchive();
  zip.append('', { name: 'app/', mode: 0o755 });
  zip.append('hello', { name: 'app/a.txt' });
  void zip.finalize();
  return buffer(zip);
}

async function putByHand(Key: string, Body: Buffer): Promise<void> {
  const cloud = await connectLocalCloud({ folder: workspace.cloud });
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  await client.send(new PutObjectCommand({ Bucket: localBucket, Key, Body }));
  client.destroy();
  await cloud.close();
}

it('goes on with what somebody put onto a tag by hand, and says why it cannot be compared', async () => {
  await putByHand('story/uat.zip', await ordinaryZip());
  const why = /The files cannot be compared: story\/uat\.zip cannot be read as an archive: .*"app\/"/;
  for (const [name, run] of [
    ['diff', () => workspace.run(diff, { from: 'uat', to: 'stage' })],
    ['rollback', () => workspace.run(rollback, { env: 'uat', dryRun: true })],
    ['promote', () => workspace.run(promote, { env: 'uat', dryRun: true })],
  ] as const) {
    const { success, stdout, stderr } = await run();
    expect({ name, success, stderr }).toEqual({ name, success: true, stderr: '' });
    expect(stdout).toMatch(why);
  }
  for (const run of [
    () => workspace.run(status, {}),
    () => workspace.run(history, { env: 'uat' }),
    () => workspace.run(promote, { env: 'uat', yes: true }),
  ])
    expect(await run()).toMatchObject({ success: true, stderr: '' });
});
