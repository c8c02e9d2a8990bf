import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { bucket as Bucket, refusal, startTestCloud } from '../testing/cloud';
import type { TestCloud } from '../testing/cloud';
import { listPage } from './listing';
import { compareKeys } from './store/key-name';

let test: TestCloud;
beforeAll(async () => {
  test = await startTestCloud();
});
afterAll(() => test.close());

describe('ListObjectsV2', () => {
  it('pages through keys and common prefixes, without what is deleted', async () => {
    const keys = ['a.zip', 'b/1.zip', 'b/2.zip', 'c.zip', 'd/x/1', 'deleted', 'e &<>"\r\n', 'Z'];
    for (const Key of keys) await test.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    await test.client.send(new DeleteObjectCommand({ Bucket, Key: 'deleted' }));
    const seen: string[] = [];
    const pages = paginateListObjectsV2(
      { client: test.client, pageSize: 2 },
      { Bucket, Delimiter: '/', EncodingType: 'url' },
    );
    for await (const page of pages) {
      expect(page.KeyCount).toBeLessThanOrEqual(2);
      seen.push(...(page.Contents ?? []).map(({ Key }) => decodeURIComponent(Key!)));
      seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!));
    }
    expect(seen.sort()).toEqual(['Z', 'a.zip', 'b/', 'c.zip', 'd/', 'e &<>"\r\n'].sort());
    const first = await test.client.send(new ListObjectsCommand({ Bucket, Prefix: 'b/' }));
    expect(first.Contents).toMatchObject([
      { Key: 'b/1.zip', Size: 7 },
      { Key: 'b/2.zip', Size: 7 },
    ]);
  });

  it('gives every page what a listing in one go would give', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '😀'), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { maxLength: 30 }),
        fc.constantFrom('', '/', 'a/'),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        (unordered, prefix, limit, delimited) => {
          const keys = [...unordered].sort(compareKeys);
          const request = { prefix, delimiter: delimited ? '/' : '' };
          const listed = (entry: string) => (entry.endsWith('b') ? undefined : entry);
          const all = listPage(keys, { ...request, limit: 1000 }, listed);
          const paged: string[] = [];
          let after: string | undefined;
          do {
            const page = listPage(keys, { ...request, limit, after }, listed);
            paged.push(...[...page.items, ...page.commonPrefixes].sort(compareKeys));
            after = page.next;
          } while (after !== undefined);
          expect(paged).toEqual([...all.items, ...all.commonPrefixes].sort(compareKeys));
        },
      ),
    );
  });
});

describe('ListObjectVersions', () => {
  it('lists newest first, and continues in the middle of a key', async () => {
    const written: (string | undefined)[] = [];
    for (const Body of ['1', '2', '3', '4', '5']) {
      const { VersionId } = await test.client.send(new PutObjectCommand({ Bucket, Key: 'v/many', Body }));
      written.unshift(VersionId);
    }
    await test.client.send(new PutObjectCommand({ Bucket, Key: 'v/one', Body: 'x' }));
    const seen: (string | undefined)[] = [];
    let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (;;) {
      const page = await test.client.send(
        new ListObjectVersionsCommand({ Bucket, Prefix: 'v/', MaxKeys: 2, ...marker }),
      );
      seen.push(...(page.Versions ?? []).map(({ VersionId }) => VersionId));
      if (!page.IsTruncated) break;
      marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    expect(seen.slice(0, 5)).toEqual(written);
    expect(seen).toHaveLength(6);
  });
});

describe('buckets', () => {
  it('are made, found, and removed when they are empty', async () => {
    const name = 'made-here';
    await test.client.send(new CreateBucketCommand({ Bucket: name }));
    expect(await refusal(test.client.send(new CreateBucketCommand({ Bucket: name })))).toEqual({
      code: 'BucketAlreadyOwnedByYou',
      status: 409,
    });
    const { Buckets } = await test.client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([name, Bucket]);
    const { VersionId } = await test.client.send(new PutObjectCommand({ Bucket: name, Key: 'k', Body: 'x' }));
    const remove = () => test.client.send(new DeleteBucketCommand({ Bucket: name }));
    expect((await refusal(remove())).code).toBe('BucketNotEmpty');
    await test.client.send(new DeleteObjectCommand({ Bucket: name, Key: 'k', VersionId }));
    await remove();
    expect((await refusal(test.client.send(new HeadBucketCommand({ Bucket: name })))).status).toBe(404);
    const badName = test.client.send(new CreateBucketCommand({ Bucket: 'Bad_Name' }));
    expect((await refusal(badName)).code).toBe('InvalidBucketName');
  });

  it('answer what a check of the setup asks', async () => {
    const [versioning, location, encryption, access, events] = await Promise.all([
      test.client.send(new GetBucketVersioningCommand({ Bucket })),
      test.client.send(new GetBucketLocationCommand({ Bucket })),
      test.client.send(new GetBucketEncryptionCommand({ Bucket })),
      test.client.send(new GetPublicAccessBlockCommand({ Bucket })),
      test.client.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
    ]);
    expect(versioning.Status).toBe('Enabled');
    expect(location.LocationConstraint).toBeUndefined();
    expect(
      encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault,
    ).toEqual({ SSEAlgorithm: 'AES256' });
    expect(access.PublicAccessBlockConfiguration?.BlockPublicPolicy).toBe(true);
    expect(events.EventBridgeConfiguration).toEqual({});
  });
});
