import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { openLocalCloud, ensureBucket, type LocalCloud } from './open';
import { bucket as Bucket, clientOf, temporaryFolder } from './testing/cloud';

/** A file system of 2 MB, where this user may mount one. */
function mountSmallDisk(): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path], { stdio: 'ignore' });
    return path;
  } catch {
    rmdirSync(path);
    return undefined;
  }
}

const disk = mountSmallDisk();
const folder = disk ?? '';
const onSmallDisk = disk === undefined ? describe.skip : describe;
let cloud: LocalCloud;
let client: S3Client;

const filesBelow = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** Leaves room for so many bytes. */
function fillUpTo(room: number): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - room)));
}

const noRoom = expect.objectContaining({
  name: 'InsufficientStorage',
  message: expect.stringMatching(
    /^The disk of the local cloud is full: ENOSPC: no space left on device, write$/,
  ),
  $metadata: expect.objectContaining({ httpStatusCode: 507, attempts: 1 }),
});

onSmallDisk('a disk without room (skipped where no small file system can be mounted)', () => {
  beforeAll(async () => {
    cloud = await openLocalCloud({ folder });
    await ensureBucket(cloud, Bucket);
    client = clientOf(cloud, { maxAttempts: 3 });
  });
  afterAll(async () => {
    client.destroy();
    await cloud.close();
    execFileSync('umount', [folder]);
    rmdirSync(folder);
  });

  /** Pages of 4 KB: none, one for the bytes, and so on until there is room for the record too. */
  it.each([0, 4096, 8192, 12288])(
    'keeps nothing of writes for which %i bytes are too few, and continues once there is room',
    async (room) => {
      await client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'kept' }));
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'large' }));
      const before = filesBelow(folder);
      fillUpTo(room);
      const Body = Buffer.alloc(16_384, 'x');
      await expect(client.send(new PutObjectCommand({ Bucket, Key: 'new/key', Body }))).rejects.toEqual(
        noRoom,
      );
      await expect(
        client.send(new UploadPartCommand({ Bucket, Key: 'large', UploadId, PartNumber: 1, Body })),
      ).rejects.toEqual(noRoom);
      await rm(join(folder, 'ballast'));
      expect(filesBelow(folder).sort()).toEqual(before.sort());
      expect(readdirSync(join(folder, 'buckets', Bucket, 'objects'))).not.toContain('new');
      await client.send(new PutObjectCommand({ Bucket, Key: 'new/key', Body }));
      const { Body: kept } = await client.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
      expect(await kept?.transformToString()).toBe('kept');
    },
  );

  it('keeps no bytes whose record does not fit', async () => {
    const objects = join(folder, 'buckets', Bucket, 'objects');
    let refused = 0;
    // Small bodies fill the disk to the last page, so that sooner or later the record is what does not fit.
    fillUpTo(80 * 1024);
    for (let number = 0; number < 40; number += 1) {
      const put = new PutObjectCommand({ Bucket, Key: 'small', Body: 'x'.repeat(1 + 4096 * (number % 2)) });
      await client.send(put).catch(() => (refused += 1));
    }
    expect(refused).toBeGreaterThan(5);
    const stems = (kind: string) =>
      filesBelow(objects)
        .filter((name) => name.endsWith(kind))
        .map((name) => name.slice(0, -5));
    expect(stems('.data').sort()).toEqual(stems('.json').sort());
    await rm(join(folder, 'ballast'), { force: true });
  });
});

it('removes bytes without a record when a server opens the folder', async () => {
  const plain = await temporaryFolder();
  const first = await openLocalCloud({ folder: plain });
  await ensureBucket(first, Bucket);
  const own = clientOf(first);
  await own.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'kept' }));
  own.destroy();
  await first.close();
  const [of = ''] = readdirSync(join(plain, 'buckets', Bucket, 'objects'));
  const lost = join(plain, 'buckets', Bucket, 'objects', of, '000000000009-lost.data');
  writeFileSync(lost, Buffer.alloc(1000));
  const second = await openLocalCloud({ folder: plain });
  expect(filesBelow(join(plain, 'buckets')).filter((name) => name.endsWith('.data'))).toHaveLength(1);
  await second.close();
  await rm(plain, { recursive: true });
});
