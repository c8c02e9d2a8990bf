import { s3Errors } from './errors';
import type { S3Call } from './operation';
import type { VersionRecord } from './store/version-record';

/** The `versionId` parameter. @throws ServiceError InvalidArgument. */
export function versionIdOf({ context }: S3Call): string | undefined {
  const versionId = context.query.get('versionId');
  return versionId === undefined ? undefined : checkedVersionId(versionId);
}

export function checkedVersionId(versionId: string): string {
  if (/^[A-Za-z0-9._-]{1,1024}$/.test(versionId)) return versionId;
  throw s3Errors.invalidArgument('Invalid version id specified', 'versionId', versionId);
}

/**
 * The object that a request is about: the version it names, or the current one.
 * @throws ServiceError NoSuchKey and NoSuchVersion; MethodNotAllowed when it names a delete marker.
 */
export function findObject(call: S3Call): VersionRecord {
  const { store, bucket, key } = call;
  const versionId = versionIdOf(call);
  if (versionId === undefined) {
    const newest = store.newestVersion(bucket, key);
    if (newest && !newest.deleteMarker) return newest;
    throw s3Errors.noSuchKey(key, newest ? markerHeaders(newest) : {});
  }
  const record = store.version(bucket, key, versionId);
  if (!record) throw s3Errors.noSuchVersion(key, versionId);
  if (record.deleteMarker) throw s3Errors.methodNotAllowed({ ...markerHeaders(record), allow: 'DELETE' });
  return record;
}

function markerHeaders(record: VersionRecord): Record<string, string> {
  return { 'x-amz-delete-marker': 'true', 'x-amz-version-id': record.versionId };
}
