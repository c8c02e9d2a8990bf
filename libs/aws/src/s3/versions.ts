import {
  ListObjectVersionsCommand,
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
    const command = new ListObjectVersionsCommand({ ...request, ...marker });
    let kinds: EntryKind[] = [];
    captureListingXml(command, (text) => (kinds = kindsInOrder(text)));
    const page: ListObjectVersionsCommandOutput = await client.send(command);
    const objects = (page.Versions ?? []).map((version) => entry(version, version.ETag, version.Size));
    const markers = (page.DeleteMarkers ?? []).map((one) => entry(one));
    yield mergeVersions(objects, markers, kinds);
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
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
