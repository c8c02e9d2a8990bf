import type { RequestContext } from '../http/request-context';
import { s3Errors } from './errors';

/** Sub-resources of a bucket's GET that are answered; any other one is not implemented. */
const bucketReads: Record<string, string> = {
  location: 'GetBucketLocation',
  versioning: 'GetBucketVersioning',
  versions: 'ListObjectVersions',
  uploads: 'ListMultipartUploads',
  encryption: 'GetBucketEncryption',
  publicAccessBlock: 'GetPublicAccessBlock',
  notification: 'GetBucketNotificationConfiguration',
};

/** Query parameters that turn a request into one about something else, and that nothing here answers. */
const foreignResources = new Set(
  (
    'abac accelerate acl analytics annotation attributes cors intelligent-tiering inventory legal-hold lifecycle ' +
    'logging metadataConfiguration metadataTable metrics object-lock ownershipControls policy policyStatus ' +
    'renameObject replication requestPayment restore retention select session torrent website'
  ).split(' '),
);

/**
 * AWS's name of the operation that a request asks for.
 * @throws ServiceError NotImplemented, MethodNotAllowed.
 */
export function operationOf(context: RequestContext, bucket: string, key: string): string {
  const foreign = [...context.query.keys()].find((name) => foreignResources.has(name));
  if (foreign !== undefined) throw notImplemented(foreign);
  const name =
    bucket === '' ? rootOperation(context) : key === '' ? bucketOperation(context) : objectOperation(context);
  if (name === undefined) throw s3Errors.methodNotAllowed();
  return name;
}

function rootOperation({ method }: RequestContext): string | undefined {
  return method === 'GET' ? 'ListBuckets' : undefined;
}

function bucketOperation({ method, query }: RequestContext): string | undefined {
  const resource = Object.keys(bucketReads).find((name) => query.has(name));
  if (query.has('tagging')) throw notImplemented('tagging');
  switch (method) {
    case 'GET':
      if (resource !== undefined) return bucketReads[resource];
      return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
    case 'HEAD':
      return 'HeadBucket';
    case 'PUT':
      if (resource === 'versioning') return 'PutBucketVersioning';
      if (resource !== undefined) throw notImplemented(resource);
      return 'CreateBucket';
    case 'DELETE':
      if (resource !== undefined) throw notImplemented(resource);
      return 'DeleteBucket';
    case 'POST':
      return query.has('delete') ? 'DeleteObjects' : undefined;
    default:
      return undefined;
  }
}

function objectOperation(context: RequestContext): string | undefined {
  const { method, query } = context;
  const isCopy = context.header('x-amz-copy-source') !== undefined;
  switch (method) {
    case 'GET':
      if (query.has('tagging')) return 'GetObjectTagging';
      return query.has('uploadId') ? 'ListParts' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      if (query.has('tagging')) return 'PutObjectTagging';
      if (query.has('uploadId')) return isCopy ? 'UploadPartCopy' : 'UploadPart';
      return isCopy ? 'CopyObject' : 'PutObject';
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      return query.has('uploadId') ? 'CompleteMultipartUpload' : undefined;
    case 'DELETE':
      if (query.has('tagging')) return 'DeleteObjectTagging';
      return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      return undefined;
  }
}

function notImplemented(resource: string): Error {
  return s3Errors.notImplemented(`The sub-resource ${resource} is not implemented by the local cloud.`);
}
