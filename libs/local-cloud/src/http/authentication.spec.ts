import { createHash } from 'node:crypto';
import { ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { bucket as Bucket, clientOf, refusal, startTestCloud } from '../testing/cloud';
import type { TestCloud } from '../testing/cloud';
import { presignedUrl, send, sendSigned, signedHeaders } from '../testing/signed-request';
import { sign, signingKey } from './signature';

let test: TestCloud;
beforeAll(async () => {
  test = await startTestCloud();
  await test.client.send(new PutObjectCommand({ Bucket, Key: 'ü +/k', Body: 'content' }));
});
afterAll(() => test.close());

const minutes = (count: number) => new Date(Date.now() + count * 60_000);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a key', () => {
  it('opens the cloud, whatever region the client is set to', async () => {
    const elsewhere = clientOf({ ...test.cloud, region: 'eu-central-1' });
    expect((await elsewhere.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1);
    elsewhere.destroy();
  });

  it('is refused with 403 when it is another, or has another secret', async () => {
    const other = clientOf({ ...test.cloud, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
    expect(await refusal(other.send(new ListBucketsCommand({})))).toEqual({
      code: 'InvalidAccessKeyId',
      status: 403,
    });
    const wrong = clientOf({ ...test.cloud, secretAccessKey: 'wrong' });
    expect(await refusal(wrong.send(new ListBucketsCommand({})))).toEqual({
      code: 'SignatureDoesNotMatch',
      status: 403,
    });
    other.destroy();
    wrong.destroy();
  });
});

describe('a signature in the headers', () => {
  const url = () => new URL(`${test.cloud.endpoint}/${Bucket}/k`);

  it('must be there', async () => {
    expect(await send(url(), 'GET', {})).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await send(url(), 'GET', { authorization: 'AWS key:signature' })).toMatchObject({ status: 400 });
  });

  it.each([
    [-14, 404],
    [14, 404],
    [-16, 403],
    [16, 403],
  ])('made %d minutes from now is answered with %d', async (offset, status) => {
    const answer = await sendSigned(test.cloud, 'GET', `/${Bucket}/absent`, {}, undefined, minutes(offset));
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.code).toBe('RequestTimeTooSkewed');
  });

  it('covers method, path, query, every x-amz header and the body', async () => {
    const base = { 'x-amz-content-sha256': sha256('') };
    const headers = await signedHeaders(test.cloud, 'GET', url(), base);
    const forged = { status: 403, code: 'SignatureDoesNotMatch' };
    expect(await send(url(), 'DELETE', headers)).toMatchObject(forged);
    expect(await send(new URL(`${url().href}2`), 'GET', headers)).toMatchObject(forged);
    expect(await send(new URL(`${url().href}?versionId=x`), 'GET', headers)).toMatchObject(forged);
    const added = { ...headers, 'x-amz-checksum-mode': 'ENABLED' };
    expect(await send(url(), 'GET', added)).toMatchObject({ status: 403, code: 'AccessDenied' });
    const put = await signedHeaders(test.cloud, 'PUT', url(), { 'x-amz-content-sha256': sha256('one') });
    expect(await send(url(), 'PUT', put, 'two')).toMatchObject({
      status: 400,
      code: 'XAmzContentSHA256Mismatch',
    });
    expect((await sendSigned(test.cloud, 'GET', `/${Bucket}/k`, {})).status).toBe(404);
  });

  it('may leave the body out', async () => {
    const unsigned = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    expect(await sendSigned(test.cloud, 'PUT', `/${Bucket}/unsigned`, unsigned, 'x')).toMatchObject({
      status: 200,
    });
  });

  it('continues through the chunks and the trailers of a streamed body', async () => {
    const path = new URL(`${test.cloud.endpoint}/${Bucket}/chunked`);
    const headers = await signedHeaders(test.cloud, 'PUT', path, {
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '9',
      'x-amz-trailer': 'x-amz-checksum-crc32c',
      'content-encoding': 'aws-chunked',
    });
    const timestamp = headers['x-amz-date']!;
    const scope = { date: timestamp.slice(0, 8), region: test.cloud.region, service: 's3' };
    const key = signingKey(test.cloud.secretAccessKey, scope);
    let previous = /Signature=(\w+)/.exec(headers['authorization']!)![1]!;
    const next = (kind: string, ...hashes: string[]) => {
      const scopeText = `${scope.date}/${scope.region}/s3/aws4_request`;
      previous = sign(
        key,
        [`AWS4-HMAC-SHA256-${kind}`, timestamp, scopeText, previous, ...hashes].join('\n'),
      );
      return previous;
    };
    const chunk = (text: string) =>
      `${text.length.toString(16)};chunk-signature=${next('PAYLOAD', sha256(''), sha256(text))}\r\n${text}`;
    const trailer = 'x-amz-checksum-crc32c:4waSgw==';
    const body = [
      `${chunk('12345')}\r\n${chunk('6789')}\r\n${chunk('')}${trailer}`,
      `x-amz-trailer-signature:${next('TRAILER', sha256(`${trailer}\n`))}`,
      '',
      '',
    ].join('\r\n');
    expect(await send(path, 'PUT', headers, body)).toMatchObject({ status: 200 });
    // The content, and not digits of a signature that happen to be the same.
    const changed = body.replace(/\r\n6789\r\n/, '\r\n678X\r\n');
    expect(await send(path, 'PUT', headers, changed)).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
    const got = await sendSigned(test.cloud, 'GET', `/${Bucket}/chunked`, {});
    expect(got.body).toBe('123456789');
  });
});

describe('a signature in the query', () => {
  const link = (seconds: number, at?: Date) =>
    presignedUrl(test.cloud, new URL(`${test.cloud.endpoint}/${Bucket}/%C3%BC%20%2B/k`), seconds, at);

  it('makes a link that works without a key, until it expires', async () => {
    expect(await (await fetch(await link(60))).text()).toBe('content');
    expect((await fetch(await link(60, minutes(-2)))).status).toBe(403);
    expect((await fetch(await link(60, minutes(16)))).status).toBe(403);
  });

  it('works for the one request that it was made for', async () => {
    const url = await link(60);
    expect((await fetch(url.replace('/k?', '/l?'))).status).toBe(403);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
    expect((await fetch(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))).status).toBe(403);
  });
});
