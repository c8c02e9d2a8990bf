import { parseXml } from '../../http/xml';
import type { XmlContent } from '../../http/xml';
import { asServiceError } from '../../http/service-error';
import { sameEtag } from '../conditions';
import { expectationOf } from '../checksums/expectation';
import { s3Errors } from '../errors';
import { checkedVersionId, versionIdOf } from '../find-version';
import type { Operation } from '../operation';
import { sendXml } from '../operation';
import { bufferedHashes } from '../small-body';
import type { ObjectStore } from '../store/object-store';

const largestBatch = 1000;

export const deleteObject: Operation = async (call) => {
  const { context, store, bucket, key } = call;
  const deleted = await remove(store, bucket, {
    key,
    versionId: versionIdOf(call),
    etag: context.header('if-match'),
  });
  await context.send(204, {
    'x-amz-version-id': deleted.versionId,
    'x-amz-delete-marker': deleted.isMarker ? 'true' : undefined,
  });
};

export const deleteObjects: Operation = async ({ context, store, bucket }) => {
  store.buckets.read(bucket);
  const expectation = expectationOf(context);
  if (!expectation.chosen && context.header('content-md5') === undefined) {
    throw s3Errors.invalidRequest(
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  }
  const body = await context.body(4 * 1024 * 1024);
  expectation.verify(await bufferedHashes(body, expectation.algorithm));
  const request = parseXml(body, 'Delete');
  const targets = targetsOf(request);
  const quiet = request['Quiet'] === 'true';
  const results = { Deleted: [] as XmlContent[], Error: [] as XmlContent[] };
  for (const target of targets) {
    const asked = { Key: target.key, VersionId: target.versionId };
    try {
      const deleted = await remove(store, bucket, target);
      if (quiet) continue;
      const marker = deleted.isMarker ? { DeleteMarker: true, DeleteMarkerVersionId: deleted.versionId } : {};
      results.Deleted.push({ ...asked, ...marker });
    } catch (error) {
      const { code, message } = asServiceError(error);
      results.Error.push({ ...asked, Code: code, Message: message });
    }
  }
  await sendXml(context, 'DeleteResult', results);
};

interface Target {
  key: string;
  versionId?: string;
  etag?: string;
}

async function remove(
  store: ObjectStore,
  bucket: string,
  { key, versionId, etag }: Target,
): Promise<{ versionId?: string; isMarker: boolean }> {
  if (versionId !== undefined) {
    const removed = await store.deleteVersion(bucket, key, checkedVersionId(versionId));
    return { versionId, isMarker: removed?.deleteMarker ?? false };
  }
  const marker = await store.deleteCurrent(bucket, key, (newest) => {
    if (etag === undefined) return;
    if (!newest || newest.deleteMarker) throw s3Errors.noSuchKey(key);
    if (etag !== '*' && !sameEtag(etag, newest.etag)) throw s3Errors.preconditionFailed('If-Match');
  });
  return { versionId: marker?.versionId, isMarker: marker !== undefined };
}

function targetsOf(request: Record<string, unknown>): Target[] {
  const objects = request['Object'];
  if (!Array.isArray(objects) || objects.length === 0 || objects.length > largestBatch) {
    throw s3Errors.malformedXml();
  }
  return objects.map((object: Record<string, unknown>) => {
    const { Key: key, VersionId: versionId, ETag: etag } = object;
    if (typeof key !== 'string' || key === '') throw s3Errors.malformedXml();
    return {
      key,
      versionId: typeof versionId === 'string' ? versionId : undefined,
      etag: typeof etag === 'string' ? etag : undefined,
    };
  });
}
