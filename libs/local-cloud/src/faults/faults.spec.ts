import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { eventually } from '../environments/testing/eventually';
import { bucket as Bucket, clientOf, refusal, startTestCloud } from '../testing/cloud';
import type { TestCloud } from '../testing/cloud';
import type { Fault } from './fault';

let test: TestCloud;
beforeEach(async () => {
  test = await startTestCloud();
});
afterEach(() => test.close());

const put = (Key: string, client = test.client) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: 'content' }));

async function versionCount(Prefix: string): Promise<number> {
  const { Versions = [] } = await test.client.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
  return Versions.length;
}

describe('a scripted fault', () => {
  it('answers with an error, so many times, and nothing is written', async () => {
    const slowDown: Fault = { operation: 'PutObject', times: 2, effect: { kind: 'error', code: 'SlowDown' } };
    test.faults.add(slowDown);
    expect(await refusal(put('k'))).toEqual({ code: 'SlowDown', status: 503 });
    expect(await refusal(put('k'))).toEqual({ code: 'SlowDown', status: 503 });
    expect(await versionCount('k')).toBe(0);
    await put('k');
    expect(test.faults.hits(slowDown)).toBe(2);
  });

  it('is what the retries of the SDK are for', async () => {
    const patient = clientOf(test.cloud, { maxAttempts: 3 });
    test.faults.add({ operation: 'PutObject', effect: { kind: 'error', code: 'InternalError' } });
    test.faults.add({ operation: 'PutObject', skip: 1, effect: { kind: 'reset', when: 'before' } });
    await put('retried', patient);
    patient.destroy();
    expect(await versionCount('retried')).toBe(1);
  });

  it('breaks the connection before anything is written, or after all is', async () => {
    test.faults.add({ key: 'before', effect: { kind: 'reset', when: 'before' } });
    test.faults.add({ key: /^aft/, effect: { kind: 'reset', when: 'after' } });
    expect((await refusal(put('before'))).status).toBeUndefined();
    expect((await refusal(put('after'))).status).toBeUndefined();
    expect(await versionCount('before')).toBe(0);
    expect(await versionCount('after')).toBe(1);
  });

  it('cuts a body off', async () => {
    await put('k');
    test.faults.add({ operation: 'GetObject', effect: { kind: 'truncate', bytes: 3 } });
    const { Body, ContentLength } = await test.client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    expect(ContentLength).toBe(7);
    await expect(Body!.transformToString()).rejects.toThrow();
  });

  it('refuses, or sends elsewhere, as S3 does', async () => {
    test.faults.add({ operation: 'PutObject', effect: { kind: 'error', code: 'AccessDenied' } });
    expect(await refusal(put('k'))).toEqual({ code: 'AccessDenied', status: 403 });
    test.faults.add({ operation: 'PutObject', effect: { kind: 'error', code: 'PermanentRedirect' } });
    expect(await refusal(put('k'))).toEqual({ code: 'PermanentRedirect', status: 301 });
    expect(await versionCount('k')).toBe(0);
  });

  it('makes an S3-compatible server of it, which hears no conditions, and says other things', async () => {
    const conditional = () =>
      test.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'content', IfNoneMatch: '*' }));
    await put('k');
    test.faults.add({ operation: 'PutObject', effect: { kind: 'unheard', headers: ['if-none-match'] } });
    await conditional();
    expect((await refusal(conditional())).code).toBe('PreconditionFailed');
    expect(await versionCount('k')).toBe(2);

    const headers = { 'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT', 'content-type': undefined };
    test.faults.add({ operation: 'HeadObject', effect: { kind: 'answer-headers', headers } });
    const { LastModified, ContentType } = await test.client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
    expect({ LastModified, ContentType }).toEqual({ LastModified: new Date(0) });
  });

  it('leaves other operations, buckets and keys alone', async () => {
    await put('k');
    test.faults
      .add({ operation: 'GetObject', times: Infinity, effect: { kind: 'error', code: 'InternalError' } })
      .add({ bucket: 'other', times: Infinity, effect: { kind: 'error', code: 'InternalError' } })
      .add({ key: 'other', times: Infinity, effect: { kind: 'error', code: 'InternalError' } });
    await test.client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
    test.faults.clear();
    await test.client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
  });

  it('holds a request back until its gate opens, and lets others pass', async () => {
    let open = () => undefined as void;
    const opens = new Promise<void>((resolve) => (open = resolve));
    const gate: Fault = { operation: 'PutObject', effect: { kind: 'gate', opens } };
    test.faults.add(gate);
    const held = put('gated');
    await eventually(() => test.faults.hits(gate) === 1, 'the first request');
    await put('gated');
    expect(await versionCount('gated')).toBe(1);
    open();
    await held;
    expect(await versionCount('gated')).toBe(2);
  });

  it('delays an answer', async () => {
    const late: Fault = { operation: 'HeadObject', effect: { kind: 'latency', milliseconds: 30 } };
    await put('k');
    test.faults.add(late);
    const before = performance.now();
    await test.client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
    expect(performance.now() - before).toBeGreaterThanOrEqual(29);
    expect(test.faults.hits(late)).toBe(1);
  });
});
