import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectVersion } from '@sluice/release';

const pageSize = 1000;

/** The versions of exactly this key, newest first, delete markers among them. */
export async function listVersions(
  client: S3Client,
  bucket: string,
  key: string,
  limit: number,
): Promise<ObjectVersion[]> {
  const found: ObjectVersion[] = [];
  let marker: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (marker !== undefined && found.length < limit) {
    const page: Awaited<ReturnType<typeof listPage>> = await listPage(client, bucket, key, limit, marker);
    found.push(...page.versions.filter((version) => version.key === key));
    // Longer keys with this prefix sort behind it: once one shows up, this key has no more.
    const passed = page.versions.some((version) => version.key !== key);
    marker = passed ? undefined : page.next;
  }
  return found.slice(0, limit);
}

async function listPage(
  client: S3Client,
  bucket: string,
  key: string,
  limit: number,
  marker: { KeyMarker?: string; VersionIdMarker?: string },
) {
  const page = await client.send(
    new ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: key,
      MaxKeys: Math.min(limit, pageSize),
      ...marker,
    }),
  );
  const objects = (page.Versions ?? []).map((version) => entry(version, version.ETag, version.Size));
  const markers = (page.DeleteMarkers ?? []).map((marker) => entry(marker));
  return {
    versions: mergeByAge([...objects, ...markers]),
    next: page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined,
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

/**
 * The SDK hands out versions and delete markers as two lists, each newest first. The sort is stable, so that within
 * one second, which is as fine as S3's clock shows, each list keeps its own order.
 */
function mergeByAge(versions: ObjectVersion[]): ObjectVersion[] {
  return versions.sort(
    (a, b) => Number(b.isLatest) - Number(a.isLatest) || b.lastModified.getTime() - a.lastModified.getTime(),
  );
}
