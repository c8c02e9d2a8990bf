import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBucket } from '@sluice/aws';
import { ensureBucket, openLocalCloud, type LocalCloud } from '@sluice/local-cloud';

const keys = ['latest.zip', 'latest.hold.json', 'latest.activity.json', 'rejections.json'];
let cloud: LocalCloud;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-versions-'));
  cloud = await openLocalCloud({ folder, announce: false });
  await ensureBucket(cloud, 'story');
  const { bucket } = open();
  for (const name of [...keys, ...keys, '0abc.zip', 'latest.newest.json', 'latest.newest.json', 'prod.zip'])
    if (name !== 'latest.activity.json') await bucket.putText(`app/${name}`, '{}');
  bucket.close();
});
afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
});

function open(pageSize?: number) {
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const credentials = { accessKeyId, secretAccessKey };
  const asked: string[] = [];
  const onRequest = (operation: string) => void asked.push(operation);
  return {
    asked,
    bucket: openBucket({ bucket: 'story', endpoint, region, credentials, onRequest, pageSize }),
  };
}

it.each([
  // In the order of the bucket: two holds, two registers, two of latest, one of prod, two rejections.
  ['all versions', 9, 1],
  ['latest, and not all rejections', 8, 2],
  ['latest, and no rejection', 7, 2],
  ['one of latest', 5, 3],
  ['the register at its end', 4, 3],
  ['one hold', 1, 4],
])('lists what one page with %s lacks key by key', async (_, pageSize, requests) => {
  const { bucket, asked } = open(pageSize);
  const names = keys.map((key) => `app/${key}`);
  const listed = await bucket.versionsOf(names, 20);
  expect(asked).toHaveLength(requests);
  expect(listed).toEqual(await Promise.all(names.map((key) => bucket.versions(key, 20))));
  expect(listed.map((versions) => versions.length)).toEqual([2, 2, 0, 2]);
  bucket.close();
});

it('asks for no more of a key than is wanted', async () => {
  const { bucket, asked } = open(5);
  const listed = await bucket.versionsOf(['app/latest.zip', 'app/latest.hold.json'], 1);
  expect(listed.map((versions) => versions.length)).toEqual([1, 1]);
  expect(asked).toHaveLength(1);
  bucket.close();
});
