import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { openLocalCloud, ensureBucket } from './open';
import { bucket as Bucket, clientOf, temporaryFolder } from './testing/cloud';
import { runScript } from './testing/processes';

interface Acknowledged {
  Key: string;
  VersionId: string;
  sha256: string;
}

async function bytesOf(client: S3Client, Key: string, VersionId: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return Buffer.from(await Body!.transformToByteArray());
}

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

describe('a folder whose writers were killed', () => {
  it('opens again with every acknowledged object whole, and lists no torn one', async () => {
    const folder = await temporaryFolder();
    undo.push(() => rm(folder, { recursive: true }));
    const before = await openLocalCloud({ folder, announce: false });
    await ensureBucket(before, Bucket);
    await before.close();

    const writers = ['a', 'b', 'c'].map((name) => runScript('testing/run-writer.ts', [folder, name]));
    undo.push(() => Promise.all(writers.map((writer) => writer.kill('SIGKILL'))));
    await Promise.all(
      writers.map(async (writer, index) => {
        await writer.reached(10 + 7 * index);
        await writer.kill('SIGKILL');
      }),
    );
    const acknowledged = writers.flatMap(({ lines }) =>
      lines.map((line) => JSON.parse(line) as Acknowledged),
    );

    const cloud = await openLocalCloud({ folder, announce: false });
    const client = clientOf(cloud);
    undo.push(
      () => cloud.close(),
      () => client.destroy(),
    );
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
    for (const { Key, VersionId, sha256 } of acknowledged) {
      const bytes = await bytesOf(client, Key, VersionId);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    const { Versions = [], IsTruncated } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(IsTruncated).toBe(false);
    for (const { Key, VersionId, ETag } of Versions) {
      const bytes = await bytesOf(client, Key!, VersionId!);
      expect(`"${createHash('md5').update(bytes).digest('hex')}"`).toBe(ETag);
    }
    expect(Versions.length).toBeGreaterThanOrEqual(acknowledged.length);
    // Each of the three may have committed one more whose answer it did not live to see.
    expect(Versions.length).toBeLessThanOrEqual(acknowledged.length + 3);

    await client.send(new PutObjectCommand({ Bucket, Key: 'shared', Body: 'after' }));
    const files = await readdir(join(folder, 'buckets', Bucket, 'objects', 'shared'));
    const stems = (extension: string) =>
      files.filter((name) => name.endsWith(extension)).map((name) => name.slice(0, -5));
    expect(stems('.data').sort()).toEqual(stems('.json').sort());
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(4);
  }, 60_000);
});
