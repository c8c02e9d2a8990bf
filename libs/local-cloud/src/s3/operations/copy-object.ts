import { rm } from 'node:fs/promises';
import type { RequestContext } from '../../http/request-context';
import { attributesOf } from '../attributes';
import { defaultAlgorithm } from '../checksums/algorithms';
import { parseAlgorithm } from '../checksums/expectation';
import { writeGuard } from '../conditions';
import type { CopySource } from '../copy-source';
import { openCopySource } from '../copy-source';
import { s3Errors } from '../errors';
import { checksumElements, versionHeader } from '../object-headers';
import type { Operation, S3Call } from '../operation';
import { isoTime, sendXml } from '../operation';
import { takeIn } from '../store/intake';
import type { StoredChecksum, VersionRecord } from '../store/version-record';
import { largestUpload } from './put-object';

export const copyObject: Operation = async (call) => {
  const { context, store, bucket, key } = call;
  const atStart = store.newestVersion(bucket, key);
  const guard = writeGuard(context, key, atStart);
  const source = await openCopySource(call);
  let staged: Staged | undefined;
  try {
    refuseCopyOntoItself(call, source);
    if (source.opened.record.size > largestUpload) {
      throw s3Errors.invalidRequest(
        'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120',
      );
    }
    const attributes = copiedAttributes(context, source.opened.record);
    staged = await stage(call, source);
    const { etag, checksum } = staged;
    const draft = { ...attributes, etag, checksum, size: source.opened.record.size };
    const record = await store.commit(bucket, key, draft, staged.path, guard);
    await sendXml(
      context,
      'CopyObjectResult',
      { ETag: record.etag, LastModified: isoTime(record.lastModified), ...checksumElements(checksum) },
      {
        ...versionHeader(store, bucket, record),
        'x-amz-copy-source-version-id': versionHeader(store, source.bucket, source.opened.record)[
          'x-amz-version-id'
        ],
        'x-amz-server-side-encryption': 'AES256',
      },
    );
  } finally {
    await source.opened.close();
    if (staged) await rm(staged.path, { force: true });
  }
};

interface Staged {
  path: string;
  etag: string;
  checksum: StoredChecksum;
}

/** The bytes need reading only when the copy's ETag or checksum cannot be the source's. */
async function stage({ context, store }: S3Call, { opened }: CopySource): Promise<Staged> {
  const { record } = opened;
  const wanted = parseAlgorithm(context.header('x-amz-checksum-algorithm'));
  const algorithm = wanted ?? record.checksum?.algorithm ?? defaultAlgorithm;
  const { checksum } = record;
  if (!record.parts && checksum?.algorithm === algorithm && checksum.type === 'FULL_OBJECT') {
    return { path: await store.stageCopy(opened), etag: record.etag, checksum };
  }
  const intake = await takeIn(opened.stream(), store.buckets.temporary, algorithm);
  return {
    path: intake.path,
    etag: `"${intake.md5}"`,
    checksum: { algorithm, value: intake.checksum, type: 'FULL_OBJECT' },
  };
}

function copiedAttributes(
  context: RequestContext,
  source: VersionRecord,
): Pick<VersionRecord, 'headers' | 'metadata' | 'tags' | 'storageClass'> {
  const given = attributesOf(context);
  const metadata = replaces(context, 'x-amz-metadata-directive') ? given : source;
  const tags = replaces(context, 'x-amz-tagging-directive') ? given.tags : source.tags;
  return { headers: metadata.headers, metadata: metadata.metadata, tags, storageClass: given.storageClass };
}

/** @throws ServiceError InvalidArgument for a directive that is neither COPY nor REPLACE. */
function replaces(context: RequestContext, header: string): boolean {
  const directive = context.header(header) ?? 'COPY';
  if (directive === 'COPY' || directive === 'REPLACE') return directive === 'REPLACE';
  throw s3Errors.invalidArgument(`Unknown directive.`, header, directive);
}

/** An older version may be copied onto its own key: that is how one is restored. */
function refuseCopyOntoItself({ context, bucket, key }: S3Call, source: CopySource): void {
  if (source.bucket !== bucket || source.key !== key || !source.isCurrent) return;
  const storageClass = context.header('x-amz-storage-class') ?? source.opened.record.storageClass;
  if (replaces(context, 'x-amz-metadata-directive') || storageClass !== source.opened.record.storageClass)
    return;
  if (context.header('x-amz-server-side-encryption') !== undefined) return;
  throw s3Errors.invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}
