import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { bucket as Bucket, refusal, startTestCloud } from '../testing/cloud';
import type { TestCloud } from '../testing/cloud';
import { startSlowPut } from '../testing/slow-put';

let test: TestCloud;
beforeAll(async () => {
  test = await startTestCloud();
});
afterAll(() => test.close());

const conflict = { code: 'ConditionalRequestConflict', status: 409 };
const failed = { code: 'PreconditionFailed', status: 412 };
const missing = { code: 'NoSuchKey', status: 404 };

const put = (Key: string, Body: string, condition: { IfMatch?: string; IfNoneMatch?: string } = {}) =>
  test.client.send(new PutObjectCommand({ Bucket, Key, Body, ...condition }));
const remove = (Key: string) => test.client.send(new DeleteObjectCommand({ Bucket, Key }));

async function versionsOf(Prefix: string) {
  const { Versions = [] } = await test.client.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
  return Versions;
}

describe('If-None-Match: *', () => {
  it('lets the first writer pass and no other', async () => {
    const writers = Array.from({ length: 8 }, (_, n) => put('once', `writer ${n}`, { IfNoneMatch: '*' }));
    const results = await Promise.allSettled(writers);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(await versionsOf('once')).toHaveLength(1);
    expect(await refusal(put('once', 'late', { IfNoneMatch: '*' }))).toEqual(failed);
  });

  it('lets a write pass where the newest version is a delete marker', async () => {
    await put('again', '1');
    await remove('again');
    await put('again', '2', { IfNoneMatch: '*' });
    expect(await versionsOf('again')).toHaveLength(2);
  });

  it('conflicts with a delete that happens in the meantime', async () => {
    await put('raced', '1');
    const slow = await startSlowPut(test.cloud, Bucket, 'raced', 'slow', { 'if-none-match': '*' });
    await remove('raced');
    expect(await slow.finish()).toEqual(conflict);
  });
});

describe('If-Match', () => {
  it('writes over exactly what was read', async () => {
    const first = await put('swap', '1');
    const second = await put('swap', '2', { IfMatch: first.ETag });
    expect(await refusal(put('swap', '3', { IfMatch: first.ETag }))).toEqual(failed);
    await put('swap', '3', { IfMatch: second.ETag?.replaceAll('"', '') });
    expect(await versionsOf('swap')).toHaveLength(3);
  });

  it('finds no key where there is none, or a delete marker', async () => {
    const { ETag } = await put('deleted', '1');
    await remove('deleted');
    expect(await refusal(put('deleted', '2', { IfMatch: ETag }))).toEqual(missing);
    expect(await refusal(put('never', '2', { IfMatch: ETag }))).toEqual(missing);
  });

  it('conflicts with a write that happens in the meantime, and writes nothing', async () => {
    const { ETag } = await put('busy', '1');
    const slow = await startSlowPut(test.cloud, Bucket, 'busy', 'slow', { 'if-match': ETag! });
    await put('busy', '2');
    expect(await slow.finish()).toEqual(conflict);
    const current = await test.client.send(new GetObjectCommand({ Bucket, Key: 'busy' }));
    expect(await current.Body!.transformToString()).toBe('2');
    expect(await versionsOf('busy')).toHaveLength(2);
  });
});

describe('conditions on CopyObject', () => {
  const copy = (Key: string, input: object = {}) =>
    test.client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/source`, ...input }));

  it('look at the destination with If-Match and If-None-Match', async () => {
    await put('source', 'content');
    await copy('target', { IfNoneMatch: '*' });
    expect(await refusal(copy('target', { IfNoneMatch: '*' }))).toEqual(failed);
    expect(await refusal(copy('target', { IfMatch: '"other"' }))).toEqual(failed);
    expect(await refusal(copy('absent', { IfMatch: '"other"' }))).toEqual(missing);
    const [{ ETag } = {}] = await versionsOf('target');
    await copy('target', { IfMatch: ETag });
    expect(await versionsOf('target')).toHaveLength(2);
  });

  it('look at the source with their copy-source forms', async () => {
    const { ETag } = await put('source', 'content');
    await copy('checked', { CopySourceIfMatch: ETag });
    expect(await refusal(copy('checked', { CopySourceIfMatch: '"other"' }))).toEqual(failed);
    expect(await refusal(copy('checked', { CopySourceIfNoneMatch: ETag }))).toEqual(failed);
    const past = new Date(Date.now() - 60_000);
    expect(await refusal(copy('checked', { CopySourceIfUnmodifiedSince: past }))).toEqual(failed);
    expect(await versionsOf('checked')).toHaveLength(1);
  });
});
