import { createHash } from 'node:crypto';
import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { bucket as Bucket, clientOf, refusal, startTestCloud } from '../testing/cloud';
import type { TestCloud } from '../testing/cloud';
import { sendSigned } from '../testing/signed-request';

let test: TestCloud;
beforeAll(async () => {
  test = await startTestCloud();
});
afterAll(() => test.close());

const head = (Key: string) =>
  test.client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));

// The check values of "123456789": https://reveng.sourceforge.io/crc-catalogue/ and FIPS 180.
const known: [ChecksumAlgorithm, string][] = [
  ['CRC32', 'y/Q5Jg=='],
  ['CRC32C', '4waSgw=='],
  ['CRC64NVME', 'rosUhgp5mIg='],
  ['SHA1', '98O8HYCOBHMq32eZZczDTKeuNEE='],
  ['SHA256', createHash('sha256').update('123456789').digest('base64')],
];

describe.each(known)('a %s checksum', (ChecksumAlgorithm, value) => {
  const member = `Checksum${ChecksumAlgorithm}`;

  it('is verified, kept and returned', async () => {
    const input = { Bucket, Key: ChecksumAlgorithm, Body: '123456789' };
    const put = await test.client.send(new PutObjectCommand({ ...input, [member]: value }));
    expect(put).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
    expect(await head(ChecksumAlgorithm)).toMatchObject({ [member]: value });
    const wrong = new PutObjectCommand({ ...input, Body: '12345678X', [member]: value });
    expect(await refusal(test.client.send(wrong))).toEqual({ code: 'BadDigest', status: 400 });
    const got = await test.client.send(new GetObjectCommand({ Bucket, Key: ChecksumAlgorithm }));
    expect(await got.Body!.transformToString()).toBe('123456789');
  });
});

describe('a checksum', () => {
  it('is CRC64NVME when the client sends none', async () => {
    const quiet = clientOf(test.cloud, { requestChecksumCalculation: 'WHEN_REQUIRED' });
    await quiet.send(new PutObjectCommand({ Bucket, Key: 'quiet', Body: '123456789' }));
    quiet.destroy();
    expect(await head('quiet')).toMatchObject({ ChecksumCRC64NVME: 'rosUhgp5mIg=' });
  });

  it('is refused when it cannot be one, or when there are two', async () => {
    const put = (headers: Record<string, string>) =>
      sendSigned(test.cloud, 'PUT', `/${Bucket}/k`, headers, 'x');
    expect(await put({ 'x-amz-checksum-crc32': 'short' })).toMatchObject({
      status: 400,
      code: 'InvalidRequest',
    });
    const two = { 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-checksum-crc32c': '4waSgw==' };
    expect(await put(two)).toMatchObject({ status: 400, code: 'InvalidRequest' });
    expect(await put({ 'content-md5': 'nonsense' })).toMatchObject({ status: 400, code: 'InvalidDigest' });
    const otherMd5 = createHash('md5').update('y').digest('base64');
    expect(await put({ 'content-md5': otherMd5 })).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await put({ 'x-amz-checksum-sha512': 'eA==' })).toMatchObject({ status: 501 });
    expect(await refusal(head('k'))).toMatchObject({ status: 404 });
  });
});
