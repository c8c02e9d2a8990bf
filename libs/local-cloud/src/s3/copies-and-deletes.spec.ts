import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { bucket as Bucket, refusal, startTestCloud } from '../testing/cloud';
import type { TestCloud } from '../testing/cloud';

let test: TestCloud;
beforeAll(async () => {
  test = await startTestCloud();
});
afterAll(() => test.close());

const put = (Key: string, Body: string, input: object = {}) =>
  test.client.send(new PutObjectCommand({ Bucket, Key, Body, ...input }));
const head = (Key: string, VersionId?: string) =>
  test.client.send(new HeadObjectCommand({ Bucket, Key, VersionId }));
const copy = (source: string, Key: string, input: object = {}) =>
  test.client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${source}`, ...input }));
const tagsOf = async (Key: string) =>
  (await test.client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
const text = async (Key: string, VersionId?: string) =>
  (await test.client.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body!.transformToString();
const list = (Prefix: string, name = Bucket) =>
  test.client.send(new ListObjectVersionsCommand({ Bucket: name, Prefix }));

describe('CopyObject', () => {
  it('copies one exact version, with its metadata and tags', async () => {
    const old = await put('from', 'old', { Metadata: { commit: '1' }, Tagging: 'a=1&b=x%20y' });
    await put('from', 'new');
    const copied = await copy(`from?versionId=${old.VersionId}`, 'to/ü +');
    expect(copied.CopySourceVersionId).toBe(old.VersionId);
    expect(copied.CopyObjectResult?.ETag).toBe(old.ETag);
    expect(await text('to/ü +')).toBe('old');
    expect((await head('to/ü +')).Metadata).toEqual({ commit: '1' });
    expect(await tagsOf('to/ü +')).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: 'x y' },
    ]);
  });

  it('replaces metadata and tags when it is told to', async () => {
    await put('rich', 'x', { Metadata: { commit: '1' }, Tagging: 'a=1', ContentType: 'text/plain' });
    await copy('rich', 'poor', {
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
      Metadata: { commit: '2' },
      ContentType: 'application/zip',
    });
    expect(await head('poor')).toMatchObject({ Metadata: { commit: '2' }, ContentType: 'application/zip' });
    expect(await tagsOf('poor')).toEqual([]);
  });

  it('outlives its source', async () => {
    const { VersionId } = await put('short-lived', 'content');
    await copy('short-lived', 'heir');
    await test.client.send(new DeleteObjectCommand({ Bucket, Key: 'short-lived', VersionId }));
    expect(await text('heir')).toBe('content');
  });

  it('refuses a copy onto itself without a change, but restores an older version', async () => {
    const old = await put('self', 'old');
    expect(await refusal(copy('self', 'self'))).toEqual({ code: 'InvalidRequest', status: 400 });
    await copy('self', 'self', { MetadataDirective: 'REPLACE', Metadata: { note: 'touched' } });
    await put('self', 'new');
    await copy(`self?versionId=${old.VersionId}`, 'self');
    expect(await text('self')).toBe('old');
  });

  it('says what is wrong with its source', async () => {
    await put('deleted-source', 'x');
    const marker = await test.client.send(new DeleteObjectCommand({ Bucket, Key: 'deleted-source' }));
    expect(await refusal(copy('deleted-source', 'x'))).toEqual({ code: 'NoSuchKey', status: 404 });
    expect(await refusal(copy(`deleted-source?versionId=${marker.VersionId}`, 'x'))).toEqual({
      code: 'InvalidRequest',
      status: 400,
    });
    expect(await refusal(copy(`deleted-source?versionId=${'a'.repeat(32)}`, 'x'))).toEqual({
      code: 'NoSuchVersion',
      status: 404,
    });
  });
});

describe('deleting', () => {
  it('hides an object behind a marker, and brings it back when the marker goes', async () => {
    await put('hidden', 'x');
    const marker = await test.client.send(new DeleteObjectCommand({ Bucket, Key: 'hidden' }));
    expect(marker.DeleteMarker).toBe(true);
    expect((await list('hidden')).DeleteMarkers).toMatchObject([
      { VersionId: marker.VersionId, IsLatest: true },
    ]);
    const { VersionId } = marker;
    const gone = await test.client.send(new DeleteObjectCommand({ Bucket, Key: 'hidden', VersionId }));
    expect(gone).toMatchObject({ DeleteMarker: true, VersionId });
    expect(await text('hidden')).toBe('x');
  });

  it('takes up to 1,000 objects and versions at once', async () => {
    const first = await put('batch/1', '1');
    await put('batch/2', '2');
    const answer = await test.client.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: {
          Objects: [
            { Key: 'batch/1', VersionId: first.VersionId },
            { Key: 'batch/2' },
            { Key: 'batch/3', VersionId: 'not a version' },
          ],
        },
      }),
    );
    expect(answer.Deleted).toMatchObject([
      { Key: 'batch/1', VersionId: first.VersionId },
      { Key: 'batch/2', DeleteMarker: true },
    ]);
    expect(answer.Errors).toMatchObject([{ Key: 'batch/3', Code: 'InvalidArgument' }]);
    expect((await list('batch/1')).Versions).toBeUndefined();
  });

  it('keeps one null version while versioning is suspended, and none where it never was', async () => {
    const versioning = (name: string, Status: 'Enabled' | 'Suspended') =>
      test.client.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status } }));
    await test.cloud.store.buckets.create('plain-bucket');
    const write = (Body: string) =>
      test.client.send(new PutObjectCommand({ Bucket: 'plain-bucket', Key: 'k', Body }));
    expect((await write('1')).VersionId).toBeUndefined();
    await write('2');
    await versioning('plain-bucket', 'Enabled');
    const kept = await write('3');
    await versioning('plain-bucket', 'Suspended');
    await write('4');
    await write('5');
    expect((await list('k', 'plain-bucket')).Versions).toMatchObject([
      { VersionId: 'null', IsLatest: true, Size: 1 },
      { VersionId: kept.VersionId, IsLatest: false },
    ]);
    await test.client.send(new DeleteObjectCommand({ Bucket: 'plain-bucket', Key: 'k' }));
    const after = await list('k', 'plain-bucket');
    expect(after.DeleteMarkers).toMatchObject([{ VersionId: 'null' }]);
    expect(after.Versions).toMatchObject([{ VersionId: kept.VersionId }]);
  });
});

describe('tags', () => {
  it('change in place, without a new version', async () => {
    const { VersionId } = await put('tagged', 'x', { Tagging: 'state=good' });
    const TagSet = [{ Key: 'state', Value: 'rejected <&>' }];
    await test.client.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet } }));
    expect(await tagsOf('tagged')).toEqual(TagSet);
    expect(await head('tagged')).toMatchObject({ VersionId, TagCount: 1 });
    await test.client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'tagged' }));
    expect(await tagsOf('tagged')).toEqual([]);
    expect((await list('tagged')).Versions).toHaveLength(1);
  });

  it('are ten at the most', async () => {
    const Tagging = Array.from({ length: 11 }, (_, n) => `k${n}=v`).join('&');
    expect(await refusal(put('tagged', 'x', { Tagging }))).toEqual({ code: 'InvalidTag', status: 400 });
  });
});
