import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompletedPart, CreateMultipartUploadCommandInput } from '@aws-sdk/client-s3';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { bucket as Bucket, refusal, startTestCloud } from '../testing/cloud';
import type { TestCloud } from '../testing/cloud';

let test: TestCloud;
beforeAll(async () => {
  test = await startTestCloud();
});
afterAll(() => test.close());

const fiveMebibytes = 5 * 1024 * 1024;
const first = randomBytes(fiveMebibytes);
const last = randomBytes(1000);
const whole = Buffer.concat([first, last]);

async function begin(Key: string, input: Partial<CreateMultipartUploadCommandInput> = {}) {
  const { UploadId } = await test.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...input }));
  return UploadId!;
}

const uploadPart = (Key: string, UploadId: string, PartNumber: number, Body: Buffer, input: object = {}) =>
  test.client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...input }));

const complete = (Key: string, UploadId: string, Parts: CompletedPart[], input: object = {}) =>
  test.client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...input }),
  );

async function uploadBoth(Key: string, UploadId: string): Promise<CompletedPart[]> {
  const one = await uploadPart(Key, UploadId, 1, first);
  const two = await uploadPart(Key, UploadId, 7, last);
  return [
    { PartNumber: 1, ETag: one.ETag },
    { PartNumber: 7, ETag: two.ETag },
  ];
}

const md5 = (...bytes: Buffer[]) =>
  bytes.reduce((hash, piece) => hash.update(piece), createHash('md5')).digest();

describe('a multipart upload', () => {
  it('becomes one object, with the ETag and the metadata of S3', async () => {
    const UploadId = await begin('big', { Metadata: { commit: '1' }, ContentType: 'application/zip' });
    const parts = await uploadBoth('big', UploadId);
    const listed = await test.client.send(new ListPartsCommand({ Bucket, Key: 'big', UploadId }));
    expect(listed.Parts).toMatchObject([
      { PartNumber: 1, Size: fiveMebibytes },
      { PartNumber: 7, Size: 1000 },
    ]);
    const { ETag, VersionId } = await complete('big', UploadId, parts);
    expect(ETag).toBe(`"${md5(md5(first), md5(last)).toString('hex')}-2"`);
    const got = await test.client.send(new GetObjectCommand({ Bucket, Key: 'big' }));
    expect(Buffer.from(await got.Body!.transformToByteArray()).equals(whole)).toBe(true);
    expect(got).toMatchObject({ ETag, VersionId, Metadata: { commit: '1' }, ContentType: 'application/zip' });
    const part = await test.client.send(new GetObjectCommand({ Bucket, Key: 'big', PartNumber: 2 }));
    expect(Buffer.from(await part.Body!.transformToByteArray()).equals(last)).toBe(true);
    expect(part.PartsCount).toBe(2);
  });

  it('is told the same result when it is completed again after a lost answer', async () => {
    const UploadId = await begin('twice');
    const parts = await uploadBoth('twice', UploadId);
    const { VersionId } = await complete('twice', UploadId, parts);
    expect((await complete('twice', UploadId, parts)).VersionId).toBe(VersionId);
    const { Versions } = await test.client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'twice' }));
    expect(Versions).toHaveLength(1);
  });

  it('looks at the destination when it completes, and stays open when refused', async () => {
    const UploadId = await begin('conditional');
    const parts = await uploadBoth('conditional', UploadId);
    const { ETag } = await test.client.send(new PutObjectCommand({ Bucket, Key: 'conditional', Body: 'x' }));
    const failed = { code: 'PreconditionFailed', status: 412 };
    expect(await refusal(complete('conditional', UploadId, parts, { IfNoneMatch: '*' }))).toEqual(failed);
    expect(await refusal(complete('conditional', UploadId, parts, { IfMatch: '"other"' }))).toEqual(failed);
    await complete('conditional', UploadId, parts, { IfMatch: ETag });
  });

  it('takes parts out of other objects', async () => {
    await test.client.send(new PutObjectCommand({ Bucket, Key: 'whole source', Body: whole }));
    const UploadId = await begin('assembled');
    const copy = (PartNumber: number, CopySourceRange: string, source = 'whole source') =>
      test.client.send(
        new UploadPartCopyCommand({
          Bucket,
          Key: 'assembled',
          UploadId,
          PartNumber,
          CopySource: `${Bucket}/${encodeURIComponent(source)}`,
          CopySourceRange,
        }),
      );
    const one = await copy(1, `bytes=0-${fiveMebibytes - 1}`);
    const two = await copy(2, `bytes=${fiveMebibytes}-${whole.length - 1}`);
    expect((await refusal(copy(3, `bytes=0-${whole.length}`))).code).toBe('InvalidRange');
    await test.client.send(new PutObjectCommand({ Bucket, Key: 'small', Body: 'small' }));
    expect(await refusal(copy(3, 'bytes=0-1', 'small'))).toMatchObject({ code: 'InvalidRequest' });
    await complete('assembled', UploadId, [
      { PartNumber: 1, ETag: one.CopyPartResult?.ETag },
      { PartNumber: 2, ETag: two.CopyPartResult?.ETag },
    ]);
    const got = await test.client.send(new GetObjectCommand({ Bucket, Key: 'assembled' }));
    expect(Buffer.from(await got.Body!.transformToByteArray()).equals(whole)).toBe(true);
    const copied = await test.client.send(
      new CopyObjectCommand({ Bucket, Key: 'plain', CopySource: `${Bucket}/assembled` }),
    );
    expect(copied.CopyObjectResult?.ETag).toBe(`"${md5(whole).toString('hex')}"`);
  });

  it('refuses parts that are too small, unknown, or out of order', async () => {
    const UploadId = await begin('wrong');
    const { ETag } = await uploadPart('wrong', UploadId, 1, last);
    await uploadPart('wrong', UploadId, 2, last);
    const code = async (...Parts: CompletedPart[]) =>
      (await refusal(complete('wrong', UploadId, Parts))).code;
    expect(await code({ PartNumber: 1, ETag }, { PartNumber: 2, ETag })).toBe('EntityTooSmall');
    expect(await code({ PartNumber: 3, ETag })).toBe('InvalidPart');
    expect(await code({ PartNumber: 1, ETag: '"other"' })).toBe('InvalidPart');
    expect(await code({ PartNumber: 2, ETag }, { PartNumber: 1, ETag })).toBe('InvalidPartOrder');
  });

  it('leaves nothing when it is aborted', async () => {
    const UploadId = await begin('aborted');
    await uploadPart('aborted', UploadId, 1, last);
    const uploads = () => test.client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'aborted' }));
    expect((await uploads()).Uploads).toMatchObject([{ Key: 'aborted', UploadId }]);
    await test.client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId }));
    expect((await uploads()).Uploads).toBeUndefined();
    expect((await refusal(uploadPart('aborted', UploadId, 1, last))).code).toBe('NoSuchUpload');
    expect(await readdir(join(test.cloud.folder, 'tmp'))).toEqual([]);
  });
});

describe('its checksum', () => {
  it('is composite by default, and of the full object when asked for', async () => {
    const sha = await begin('sha', { ChecksumAlgorithm: 'SHA256' });
    const parts: CompletedPart[] = [];
    for (const [PartNumber, body] of [first, last].entries()) {
      const part = await uploadPart('sha', sha, PartNumber + 1, body, { ChecksumAlgorithm: 'SHA256' });
      parts.push({ PartNumber: PartNumber + 1, ETag: part.ETag, ChecksumSHA256: part.ChecksumSHA256 });
    }
    const sha256 = (...bytes: Buffer[]) =>
      bytes.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest();
    const expected = `${sha256(sha256(first), sha256(last)).toString('base64')}-2`;
    expect(await complete('sha', sha, parts)).toMatchObject({
      ChecksumSHA256: expected,
      ChecksumType: 'COMPOSITE',
    });

    const crc = await begin('crc', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const { ChecksumCRC32, ChecksumType } = await complete('crc', crc, await uploadBoth('crc', crc));
    const single = await test.client.send(new PutObjectCommand({ Bucket, Key: 'single', Body: whole }));
    expect({ ChecksumCRC32, ChecksumType }).toEqual({
      ChecksumCRC32: single.ChecksumCRC32,
      ChecksumType: 'FULL_OBJECT',
    });
    const head = new HeadObjectCommand({ Bucket, Key: 'crc', ChecksumMode: 'ENABLED' });
    expect((await test.client.send(head)).ChecksumCRC32).toBe(ChecksumCRC32);
  });

  it('cannot be of a kind that S3 has not', async () => {
    expect(await refusal(begin('x', { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' }))).toEqual({
      code: 'InvalidRequest',
      status: 400,
    });
  });
});
