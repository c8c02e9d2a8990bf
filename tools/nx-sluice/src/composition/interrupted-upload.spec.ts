import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBucket } from '@sluice/aws';
import { ensureBucket, openLocalCloud } from '@sluice/local-cloud';
import { interruptible } from '../terminal/watch/interruption';

const mebibyte = 2 ** 20;

it('removes the parts that were sent when Ctrl-C interrupts an upload, and leaves no object', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-interrupted-'));
  const cloud = await openLocalCloud({ folder: join(folder, 'cloud'), announce: false });
  await ensureBucket(cloud, 'archives');
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const rule = { above: 5 * mebibyte, part: 5 * mebibyte, atATime: 1 };
  const sent: string[] = [];
  const bucket = openBucket({
    bucket: 'archives',
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    multipart: { upload: rule, copy: rule },
    interruptible,
    onRequest: (operation) => {
      sent.push(operation);
      // The first part is there by now.
      if (sent.filter((one) => one === 'UploadPart').length === 2) process.emit('SIGINT', 'SIGINT');
    },
  });
  try {
    const bytes = randomBytes(16 * mebibyte);
    const path = join(folder, 'archive.zip');
    writeFileSync(path, bytes);
    const file = { path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    await expect(bucket.upload('large/archive.zip', file, {}, { kind: 'absent' })).rejects.toMatchObject({
      message: 'The write of large/archive.zip was interrupted; the object is unchanged.',
      remedy: 'Run it again; the uploaded parts are removed.',
    });
    expect(sent).toEqual(['CreateMultipartUpload', 'UploadPart', 'UploadPart', 'AbortMultipartUpload']);
    expect(await bucket.head('large/archive.zip')).toBeUndefined();
    expect(process.listenerCount('SIGINT')).toBe(0);
  } finally {
    bucket.close();
    await cloud.close();
    rmSync(folder, { recursive: true });
  }
});
