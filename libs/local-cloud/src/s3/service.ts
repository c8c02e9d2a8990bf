import type { RequestContext } from '../http/request-context';
import type { Service } from '../http/service';
import { ServiceError } from '../http/service-error';
import { s3Errors } from './errors';
import type { Operation } from './operation';
import { accountId } from './operation';
import * as buckets from './operations/buckets';
import { copyObject } from './operations/copy-object';
import { deleteObject, deleteObjects } from './operations/delete-objects';
import { getObject, headObject } from './operations/get-object';
import { listObjects, listObjectsV2 } from './operations/list-objects';
import { listObjectVersions } from './operations/list-object-versions';
import * as multipart from './operations/multipart-begin';
import { completeMultipartUpload } from './operations/multipart-complete';
import * as tagging from './operations/object-tagging';
import { putObject } from './operations/put-object';
import { uploadPart, uploadPartCopy } from './operations/upload-part';
import { operationOf } from './router';
import type { ObjectStore } from './store/object-store';

const operations: Record<string, Operation> = {
  ListBuckets: buckets.listBuckets,
  CreateBucket: buckets.createBucket,
  HeadBucket: buckets.headBucket,
  DeleteBucket: buckets.deleteBucket,
  GetBucketLocation: buckets.getBucketLocation,
  GetBucketVersioning: buckets.getBucketVersioning,
  PutBucketVersioning: buckets.putBucketVersioning,
  GetBucketEncryption: buckets.getBucketEncryption,
  GetPublicAccessBlock: buckets.getPublicAccessBlock,
  GetBucketNotificationConfiguration: buckets.getBucketNotificationConfiguration,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListObjectVersions: listObjectVersions,
  ListMultipartUploads: multipart.listMultipartUploads,
  PutObject: putObject,
  CopyObject: copyObject,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  GetObjectTagging: tagging.getObjectTagging,
  PutObjectTagging: tagging.putObjectTagging,
  DeleteObjectTagging: tagging.deleteObjectTagging,
  CreateMultipartUpload: multipart.createMultipartUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: multipart.abortMultipartUpload,
  ListParts: multipart.listParts,
};

const longestKey = 1024;

/** S3's REST protocol, path style, over a store. It takes every request that no other service claims. */
export function createS3Service(store: ObjectStore): Service {
  return {
    name: 's3',
    errorFormat: 'xml',
    streaming: true,
    matches: () => true,
    handle: async (context) => {
      const { bucket, key } = addressOf(context.path);
      const name = operationOf(context, bucket, key);
      await context.begin({ operation: name, bucket, key });
      verifyOwner(context);
      const size = Buffer.byteLength(key);
      if (size > longestKey) throw s3Errors.keyTooLong(size);
      await context.keptAlive(operations[name]!({ context, store, bucket, key }));
    },
  };
}

function addressOf(path: string): { bucket: string; key: string } {
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { bucket: path.slice(1), key: '' };
  return { bucket: path.slice(1, slash), key: path.slice(slash + 1) };
}

function verifyOwner(context: RequestContext): void {
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    if ((context.header(name) ?? accountId) !== accountId) {
      throw new ServiceError('AccessDenied', 403, 'Access Denied');
    }
  }
}
