import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { bucket as Bucket, refusal, startTestCloud } from '../testing/cloud';
import type { TestCloud } from '../testing/cloud';

let test: TestCloud;
beforeAll(async () => {
  test = await startTestCloud();
});
afterAll(() => test.close());

async function bytesOf(input: Partial<ConstructorParameters<typeof GetObjectCommand>[0]> & { Key: string }) {
  const { Body } = await test.client.send(new GetObjectCommand({ Bucket, ...input }));
  return Buffer.from(await Body!.transformToByteArray());
}

describe('an object', () => {
  it('comes back with its bytes, its headers and its metadata', async () => {
    const body = randomBytes(300_000);
    const put = await test.client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'app/archive.zip',
        Body: body,
        ContentType: 'application/zip',
        CacheControl: 'no-store',
        Metadata: { commit: 'abc', Subject: 'Fix%20it' },
      }),
    );
    expect(put.ETag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
    const got = await test.client.send(new GetObjectCommand({ Bucket, Key: 'app/archive.zip' }));
    expect(Buffer.from(await got.Body!.transformToByteArray()).equals(body)).toBe(true);
    expect(got).toMatchObject({
      ContentType: 'application/zip',
      CacheControl: 'no-store',
      ContentLength: 300_000,
      ETag: put.ETag,
      VersionId: put.VersionId,
      Metadata: { commit: 'abc', subject: 'Fix%20it' },
      ServerSideEncryption: 'AES256',
    });
  });

  it('may be a stream of aws-chunked bytes with a trailing checksum', async () => {
    const body = randomBytes(200_000);
    const pieces = [body.subarray(0, 70_000), body.subarray(70_000)];
    await test.client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'streamed',
        Body: Readable.from(pieces),
        ContentLength: body.length,
        ContentEncoding: 'gzip',
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    expect((await bytesOf({ Key: 'streamed' })).equals(body)).toBe(true);
    const head = await test.client.send(
      new HeadObjectCommand({ Bucket, Key: 'streamed', ChecksumMode: 'ENABLED' }),
    );
    expect(head.ContentEncoding).toBe('gzip');
    expect(head.ChecksumSHA256).toBe(createHash('sha256').update(body).digest('base64'));
  });

  it('may be empty', async () => {
    await test.client.send(new PutObjectCommand({ Bucket, Key: 'empty', Body: '', ContentLength: 0 }));
    expect(await bytesOf({ Key: 'empty' })).toHaveLength(0);
    expect(await refusal(bytesOf({ Key: 'empty', Range: 'bytes=0-0' }))).toEqual({
      code: 'InvalidRange',
      status: 416,
    });
  });

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=-100', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-100', '89', 'bytes 8-9/10'],
  ])('is read in part by %s', async (Range, text, contentRange) => {
    await test.client.send(new PutObjectCommand({ Bucket, Key: 'digits', Body: '0123456789' }));
    const got = await test.client.send(new GetObjectCommand({ Bucket, Key: 'digits', Range }));
    expect(await got.Body!.transformToString()).toBe(text);
    expect(got.ContentRange).toBe(contentRange);
    expect(got.$metadata.httpStatusCode).toBe(206);
  });

  it('answers conditional reads with 304 and 412', async () => {
    const { ETag } = await test.client.send(new PutObjectCommand({ Bucket, Key: 'read', Body: 'x' }));
    const read = (condition: object) =>
      test.client.send(new GetObjectCommand({ Bucket, Key: 'read', ...condition }));
    expect((await refusal(read({ IfNoneMatch: ETag }))).status).toBe(304);
    expect(await refusal(read({ IfMatch: '"other"' }))).toEqual({ code: 'PreconditionFailed', status: 412 });
    const past = new Date(Date.now() - 60_000);
    expect((await refusal(read({ IfModifiedSince: new Date(Date.now() + 1000) }))).status).toBe(304);
    expect((await refusal(read({ IfUnmodifiedSince: past }))).status).toBe(412);
    expect((await read({ IfMatch: ETag, IfModifiedSince: past })).$metadata.httpStatusCode).toBe(200);
  });

  it('may have a key of any characters, up to 1,024 bytes', async () => {
    const keys = [
      'Ä/ü +%?&=#.zip',
      '日本/🚀',
      '../../up',
      '.',
      'a//b/',
      'A',
      'a',
      'x'.repeat(1024),
      "q'()*!~",
    ];
    for (const Key of keys) {
      await test.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    }
    for (const Key of keys) expect((await bytesOf({ Key })).toString()).toBe(Key);
    const tooLong = test.client.send(new PutObjectCommand({ Bucket, Key: 'x'.repeat(1025), Body: 'x' }));
    expect(await refusal(tooLong)).toEqual({ code: 'KeyTooLongError', status: 400 });
  });

  it('has no more than 2 KB of metadata', async () => {
    const put = (length: number) =>
      test.client.send(
        new PutObjectCommand({ Bucket, Key: 'meta', Body: 'x', Metadata: { note: 'x'.repeat(length) } }),
      );
    await put(2044);
    expect(await refusal(put(2045))).toEqual({ code: 'MetadataTooLarge', status: 400 });
  });
});

describe('what is not there', () => {
  it('is told apart: bucket, key, version, delete marker', async () => {
    const get = (input: { Bucket?: string; Key: string; VersionId?: string }) =>
      refusal(test.client.send(new GetObjectCommand({ Bucket, ...input })));
    expect(await get({ Bucket: 'absent', Key: 'x' })).toEqual({ code: 'NoSuchBucket', status: 404 });
    expect(await get({ Key: 'absent' })).toEqual({ code: 'NoSuchKey', status: 404 });
    await test.client.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'x' }));
    expect(await get({ Key: 'gone', VersionId: 'f'.repeat(32) })).toEqual({
      code: 'NoSuchVersion',
      status: 404,
    });
    expect(await get({ Key: 'gone', VersionId: 'not a version' })).toEqual({
      code: 'InvalidArgument',
      status: 400,
    });
    const marker = await test.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    expect(await get({ Key: 'gone' })).toEqual({ code: 'NoSuchKey', status: 404 });
    expect(await get({ Key: 'gone', VersionId: marker.VersionId })).toEqual({
      code: 'MethodNotAllowed',
      status: 405,
    });
  });

  it('is said to be not implemented when S3 has it and this cloud has not', async () => {
    const locked = new CreateBucketCommand({ Bucket: 'locked', ObjectLockEnabledForBucket: true });
    expect(await refusal(test.client.send(locked))).toEqual({ code: 'NotImplemented', status: 501 });
    const encrypted = new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ServerSideEncryption: 'aws:kms' });
    expect(await refusal(test.client.send(encrypted))).toEqual({ code: 'NotImplemented', status: 501 });
  });
});
