import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBucket, type S3Bucket } from '@sluice/aws';
import { ensureBucket, openLocalCloud, type LocalCloud } from '@sluice/local-cloud';
import type { WriteCondition } from '@sluice/release';
import { environmentRoleMay, platformRoleMay } from './testing/policy-decisions';
import { largeArchiveCalls, requestOf, type Call } from './testing/recorded-calls';
import { notedS3 } from './testing/recording-cloud';
import { promoterOf, publisher } from './testing/roles';

const mebibyte = 2 ** 20;
const rule = { above: 5 * mebibyte, part: 5 * mebibyte, atATime: 4 };
const absent: WriteCondition = { kind: 'absent' };

describe('an archive that goes in parts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-large-'));
  const noted = new Map<string, Call>();
  let cloud: LocalCloud;
  let bucket: S3Bucket;

  beforeAll(async () => {
    const note = (calls: Call[]) => calls.forEach((call) => noted.set(JSON.stringify(call), call));
    cloud = await openLocalCloud({
      folder,
      announce: false,
      services: ({ store }) => [notedS3(store, note)],
    });
    await ensureBucket(cloud, 'pipelinebucket');
    const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
    const credentials = { accessKeyId, secretAccessKey };
    const multipart = { upload: rule, copy: rule, compose: rule };
    bucket = openBucket({ bucket: 'pipelinebucket', endpoint, region, credentials, multipart });
  });
  afterAll(async () => {
    bucket.close();
    await cloud.close();
    rmSync(folder, { recursive: true });
  });

  const fileOf = (bytes: Buffer) => {
    const path = join(folder, 'archive.zip');
    writeFileSync(path, bytes);
    return { path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };

  const takeCalls = () => {
    const calls = [...noted.values()];
    noted.clear();
    return calls;
  };

  test('is uploaded and copied by these calls, those that a failure leads to among them', async () => {
    const file = fileOf(randomBytes(6 * mebibyte));
    const key = `sluice/${'a'.repeat(40)}.zip`;
    await bucket.upload(key, file, {}, absent);
    // The condition fails at the end, and the parts are removed.
    await bucket.upload(key, file, {}, absent);
    expect(takeCalls()).toEqual(largeArchiveCalls.upload);

    const source = await bucket.head(key);
    takeCalls();
    await bucket.copy(source!, 'sluice/uat.zip', {}, absent);
    await bucket.copy(source!, 'sluice/uat.zip', {}, absent);
    expect(takeCalls()).toEqual(largeArchiveCalls.copy);
  });

  test('is composed of ranges of the archive that latest has by these calls', async () => {
    const file = fileOf(randomBytes(21 * mebibyte));
    await bucket.upload('sluice/latest.zip', file, {});
    const object = await bucket.head('sluice/latest.zip');
    takeCalls();
    const shared = async () => [{ start: 0, end: 20 * mebibyte, from: 0 }];
    await bucket.upload(`sluice/${'b'.repeat(40)}.zip`, file, {}, absent, { object: object!, shared });
    expect(takeCalls()).toEqual(largeArchiveCalls.compose);
  });
});

describe('a promoter', () => {
  const mayCopy = (more: Record<string, string>) => {
    const { policies } = promoterOf('uat', 'uat', more);
    return largeArchiveCalls.copy.map(requestOf).map((request) => environmentRoleMay(policies, request));
  };
  const upload = requestOf({ action: 's3:PutObject', key: 'sluice/uat.zip', with: 'If-Match' });

  test('may copy in parts where its stack takes large archives, and nowhere else', () => {
    expect(mayCopy({ LargeArchives: 'true' })).not.toContain(false);
    expect(mayCopy({})).toContain(false);
  });

  test('may then put an upload there too, which IAM cannot tell from the completion of a copy', () => {
    const may = (more: Record<string, string>) =>
      environmentRoleMay(promoterOf('uat', 'uat', more).policies, upload);
    expect([may({ LargeArchives: 'true' }), may({})]).toEqual([true, false]);
  });

  test.each([
    { action: 's3:PutObject', key: 'sluice/uat.zip', with: 'If-Match', from: 'other/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/uat.zip', isPart: true, from: 'sluice/prod.zip' },
    { action: 's3:PutObject', key: 'sluice/prod.zip', isPart: true },
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', isPart: true },
    { action: 's3:AbortMultipartUpload', key: 'sluice/<sha>.zip' },
  ])('with large archives may not $action on $key from $from', (call) => {
    const { policies } = promoterOf('uat', 'uat', { LargeArchives: 'true' });
    expect(environmentRoleMay(policies, requestOf(call))).toBe(false);
  });
});

test('the publisher may upload in parts, and not complete a second archive of a commit', () => {
  const may = (call: Call) => platformRoleMay(publisher.policies, requestOf(call));
  expect([...largeArchiveCalls.upload, ...largeArchiveCalls.compose].map(may)).not.toContain(false);
  expect(may({ action: 's3:PutObject', key: 'sluice/<sha>.zip' })).toBe(false);
});
