import { decodeComponent } from '../http/query';
import { checkCopySource } from './conditions';
import { s3Errors } from './errors';
import { checkedVersionId } from './find-version';
import type { S3Call } from './operation';
import type { OpenedVersion } from './store/object-store';

export interface CopySource {
  bucket: string;
  key: string;
  /** Whether it is what a plain GET of the key finds. */
  isCurrent: boolean;
  opened: OpenedVersion;
}

/**
 * What `x-amz-copy-source` names, opened, its conditions checked. The caller closes it.
 * @throws ServiceError NoSuchBucket, NoSuchKey, NoSuchVersion, PreconditionFailed, InvalidRequest for a delete marker.
 */
export async function openCopySource({ context, store }: S3Call): Promise<CopySource> {
  const header = context.header('x-amz-copy-source') ?? '';
  const mark = header.indexOf('?versionId=');
  const path = decodeComponent(mark < 0 ? header : header.slice(0, mark)).replace(/^\//, '');
  const slash = path.indexOf('/');
  if (slash < 1 || slash === path.length - 1) {
    throw s3Errors.invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  const [bucket, key] = [path.slice(0, slash), path.slice(slash + 1)];
  const newest = store.newestVersion(bucket, key);
  const versionId =
    mark < 0 ? undefined : checkedVersionId(decodeComponent(header.slice(mark + '?versionId='.length)));
  const record = versionId === undefined ? newest : store.version(bucket, key, versionId);
  if (!record)
    throw versionId === undefined ? s3Errors.noSuchKey(key) : s3Errors.noSuchVersion(key, versionId);
  if (record.deleteMarker) {
    if (versionId === undefined) throw s3Errors.noSuchKey(key);
    throw s3Errors.invalidRequest(
      'The source of a copy request may not specifically refer to a delete marker by version id.',
    );
  }
  checkCopySource(context, record);
  const opened = await store.openVersion(bucket, key, record.versionId);
  return { bucket, key, isCurrent: record.versionId === newest?.versionId, opened };
}
