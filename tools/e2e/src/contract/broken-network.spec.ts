import type { Fault } from '@sluice/local-cloud';
import { LocalFiles } from './testing/local-files';
import { openLocalCloudBucket, type LocalCloudBucket } from './testing/local-cloud-bucket';

const files = new LocalFiles();
let local: LocalCloudBucket;
let keys = 0;

beforeAll(async () => {
  local = await openLocalCloudBucket();
});
beforeEach(() => {
  local.faults.clear();
  keys += 1;
});
afterAll(async () => {
  await local.close();
  files.dispose();
});

const key = () => `app/${keys}.zip`;
const content = 'the content of an archive '.repeat(10_000);
const upload = () => local.bucket.upload(key(), files.write(content), {}, { kind: 'absent' });
const arm = (fault: Fault): Fault => {
  local.faults.add(fault);
  return fault;
};
const stored = async () => {
  const object = await local.bucket.head(key());
  if (object === undefined) return undefined;
  return Buffer.from(await local.bucket.read(key(), object.versionId, 0, object.size)).toString();
};

describe('an upload', () => {
  it.each<[string, Fault['effect']]>([
    ['503 SlowDown', { kind: 'error', code: 'SlowDown' }],
    ['503 ServiceUnavailable', { kind: 'error', code: 'ServiceUnavailable' }],
    ['500', { kind: 'error', code: 'InternalError' }],
    ['a reset connection', { kind: 'reset', when: 'before' }],
  ])('is made again after %s, from the start of the file', async (_, effect) => {
    const fault = arm({ operation: 'PutObject', effect });
    expect(await upload()).toMatchObject({ outcome: 'written' });
    expect(local.faults.hits(fault)).toBe(1);
    expect(await stored()).toBe(content);
    expect(await local.bucket.versions(key())).toHaveLength(1);
  });

  it('that never goes through fails with a reason, and leaves nothing', async () => {
    arm({ operation: 'PutObject', times: Infinity, effect: { kind: 'error', code: 'SlowDown' } });
    await expect(upload()).rejects.toMatchObject({ name: 'AwsFailure', kind: 'throttled' });
    expect(await stored()).toBeUndefined();
  });

  it('whose answer is lost after it was kept meets its own condition, and is there once', async () => {
    const fault = arm({ operation: 'PutObject', effect: { kind: 'reset', when: 'after' } });
    expect(await upload()).toEqual({ outcome: 'conflict' });
    expect(local.faults.hits(fault)).toBe(1);
    expect(await stored()).toBe(content);
    expect(await local.bucket.versions(key())).toHaveLength(1);
  });
});

describe('a copy', () => {
  const copy = async (condition: boolean) => {
    await local.bucket.upload('source.zip', files.write(content), {});
    const source = await local.bucket.head('source.zip');
    if (source === undefined) throw new Error('The source is not there.');
    return local.bucket.copy(source, key(), {}, condition ? { kind: 'absent' } : undefined);
  };

  it.each<[string, Fault['effect']]>([
    ['503 SlowDown', { kind: 'error', code: 'SlowDown' }],
    ['a reset connection', { kind: 'reset', when: 'before' }],
  ])('is made again after %s', async (_, effect) => {
    const fault = arm({ operation: 'CopyObject', effect });
    expect(await copy(true)).toMatchObject({ outcome: 'written' });
    expect(local.faults.hits(fault)).toBe(1);
    expect(await local.bucket.versions(key())).toHaveLength(1);
  });

  it('whose answer is lost after it was kept meets its own condition, and is there once', async () => {
    arm({ operation: 'CopyObject', effect: { kind: 'reset', when: 'after' } });
    expect(await copy(true)).toEqual({ outcome: 'conflict' });
    expect(await stored()).toBe(content);
    expect(await local.bucket.versions(key())).toHaveLength(1);
  });
});
