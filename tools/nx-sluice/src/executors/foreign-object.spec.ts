import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { openBucket } from '@sluice/aws';
import { connectLocalCloud } from '@sluice/local-cloud';
import { TemporaryWorkspace } from '../testing/temporary-workspace';
import { localBucket } from '@sluice/composition';
import diff from './diff/diff.impl';
import history from './history/history.impl';
import promote from './promote/promote.impl';
import rollback from './rollback/rollback.impl';
import status from './status/status.impl';

const workspace = new TemporaryWorkspace();
beforeAll(async () => {
  await workspace.pack('content');
  await workspace.publish();
  await workspace.run(promote, { env: 'uat', yes: true });
});
afterAll(() => workspace.dispose());

/** As `zip -r` packs a folder: an entry for the folder itself, then its file, both stored. */
function ordinaryZip(): Buffer {
  const bodies: Buffer[] = [];
  const records: Buffer[] = [];
  for (const [name, content] of [
    ['app/', ''],
    ['app/a.txt', 'hello'],
  ] as const) {
    const offset = Buffer.concat(bodies).length;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    bodies.push(Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name + content));
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    records.push(Buffer.from('PK\u0001\u0002\u0014\u0003'), fields, rest, Buffer.from(name));
  }
  const [body, directory] = [Buffer.concat(bodies), Buffer.concat(records)];
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(2, 8);
  end.writeUInt16LE(2, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(body.length, 16);
  return Buffer.concat([body, directory, end]);
}

async function putByHand(key: string, bytes: Buffer): Promise<void> {
  const cloud = await connectLocalCloud({ folder: workspace.cloud });
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const credentials = { accessKeyId, secretAccessKey };
  const bucket = openBucket({ bucket: localBucket, endpoint, region, credentials });
  workspace.write('dist/by-hand.zip', bytes);
  const path = join(workspace.root, 'dist/by-hand.zip');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await bucket.upload(key, { path, size: bytes.length, sha256 }, {});
  bucket.close();
  await cloud.close();
}

it('continues with what someone put onto a tag manually, and says why it cannot be compared', async () => {
  await putByHand('story/uat.zip', ordinaryZip());
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
