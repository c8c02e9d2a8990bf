import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ObjectVersion } from '@sluice/release';
import { captureListingXml } from './listing-text';
import { kindsInOrder, mergeVersions, type EntryKind } from './merge-versions';

const pageSize = 1000;

type Marker = Pick<ListObjectVersionsCommandOutput, 'KeyMarker' | 'VersionIdMarker'>;

/** The versions of exactly this key, newest first, delete markers among them. */
export async function listVersions(
  client: S3Client,
  bucket: string,
  key: string,
  limit: number,
): Promise<ObjectVersion[]> {
  const found: ObjectVersion[] = [];
  const request = { Bucket: bucket, Prefix: key, MaxKeys: Math.min(limit, pageSize) };
  for await (const page of versionPages(client, request)) {
    found.push(...page.filter((version) => version.key === key));
    // Longer keys with this prefix sort behind it: once one shows up, this key has no more.
    if (found.length >= limit || page.some((version) => version.key !== key)) break;
  }
  return found.slice(0, limit);
}

/**
 * The newest versions of several keys of one folder. One page of the listing has them all, unless more than a thousand
 * versions of these keys and of what is between them come first; what the page does not have is listed key by key.
 * @param keys few, and near each other in the order of the bucket.
 * @param size versions on that page.
 */
export async function listVersionsOf(
  client: S3Client,
  bucket: string,
  keys: readonly string[],
  limit: number,
  size = pageSize,
): Promise<ObjectVersion[][]> {
  const [first = ''] = [...keys].sort();
  const page = await readPage(client, {
    Bucket: bucket,
    Prefix: first.slice(0, first.lastIndexOf('/') + 1),
    Delimiter: '/',
    MaxKeys: size,
    // Any text will do: the listing begins with the first key that comes after it.
    KeyMarker: first.slice(0, -1),
  });
  const last = page.versions
    .map(({ key }) => key)
    .sort()
    .at(-1);
  return Promise.all(
    keys.map((key) => {
      const found = page.versions.filter((version) => version.key === key);
      const isWhole = !page.isTruncated || (last !== undefined && key < last) || found.length >= limit;
      return isWhole ? found.slice(0, limit) : listVersions(client, bucket, key, limit);
    }),
  );
}

/** The versions of all keys that begin with `prefix`, page by page. */
export async function* listVersionsBelow(
  client: S3Client,
  bucket: string,
  prefix: string,
  delimiter?: '/',
): AsyncIterable<ObjectVersion> {
  const request = { Bucket: bucket, Prefix: prefix, Delimiter: delimiter, MaxKeys: pageSize };
  for await (const page of versionPages(client, request)) yield* page;
}

async function* versionPages(
  client: S3Client,
  request: { Bucket: string; Prefix: string; Delimiter?: string; MaxKeys: number },
): AsyncIterable<ObjectVersion[]> {
  let marker: Marker | undefined = {};
  while (marker !== undefined) {
    const page: VersionPage = await readPage(client, { ...request, ...marker });
    yield page.versions;
    marker = page.isTruncated ? page.next : undefined;
  }
}

interface VersionPage {
  versions: ObjectVersion[];
  isTruncated: boolean;
  next: Marker;
}

async function readPage(client: S3Client, request: ListObjectVersionsCommandInput): Promise<VersionPage> {
  const command = new ListObjectVersionsCommand(request);
  let kinds: EntryKind[] = [];
  captureListingXml(command, (text) => (kinds = kindsInOrder(text)));
  const page: ListObjectVersionsCommandOutput = await client.send(command);
  const objects = (page.Versions ?? []).map((version) => entry(version, version.ETag, version.Size));
  const markers = (page.DeleteMarkers ?? []).map((one) => entry(one));
  return {
    versions: mergeVersions(objects, markers, kinds),
    isTruncated: page.IsTruncated ?? false,
    next: { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker },
  };
}

function entry(
  listed: { Key?: string; VersionId?: string; LastModified?: Date; IsLatest?: boolean },
  etag?: string,
  size = 0,
): ObjectVersion {
  return {
    key: listed.Key ?? '',
    versionId: listed.VersionId,
    etag: etag ?? '',
    size,
    lastModified: listed.LastModified ?? new Date(0),
    isLatest: listed.IsLatest ?? false,
    isDeleteMarker: etag === undefined,
  };
}
