import type { RequestContext } from '../http/request-context';
import { s3Errors } from './errors';
import type { ObjectAttributes } from './store/version-record';
import { parseTagging } from './tags';

const keptHeaders = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;
const metadataPrefix = 'x-amz-meta-';
const metadataLimit = 2048;

const storageClasses = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
]);

const unsupported =
  /^x-amz-(server-side-encryption-(customer|aws-kms|context)|object-lock-|website-redirect-location|grant-|write-offset-bytes)/;

/**
 * What the headers of PutObject, CopyObject and CreateMultipartUpload say of the object to be.
 * @throws ServiceError MetadataTooLarge, InvalidTag, InvalidStorageClass, NotImplemented for what this S3 has not.
 */
export function attributesOf(context: RequestContext): ObjectAttributes {
  refuseUnsupported(context);
  return {
    headers: contentHeaders(context),
    metadata: userMetadata(context),
    tags: parseTagging(context.header('x-amz-tagging')),
    storageClass: storageClassOf(context),
  };
}

function refuseUnsupported(context: RequestContext): void {
  const refused = Object.keys(context.request.headers).find((name) => unsupported.test(name));
  if (refused !== undefined) {
    throw s3Errors.notImplemented(`The header ${refused} implies functionality that is not implemented`);
  }
  const encryption = context.header('x-amz-server-side-encryption') ?? 'AES256';
  if (encryption !== 'AES256')
    throw s3Errors.notImplemented(`Encryption with ${encryption} is not implemented`);
  const acl = context.header('x-amz-acl') ?? 'private';
  if (acl !== 'private' && acl !== 'bucket-owner-full-control') {
    throw s3Errors.invalidRequest('The bucket does not allow ACLs');
  }
}

function contentHeaders(context: RequestContext): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of keptHeaders) {
    const value = name === 'content-encoding' ? contentEncoding(context) : context.header(name);
    if (value !== undefined && value !== '') headers[name] = value;
  }
  return headers;
}

/** `aws-chunked` is the framing of the upload, not of the object. */
function contentEncoding(context: RequestContext): string | undefined {
  return context
    .header('content-encoding')
    ?.split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== 'aws-chunked')
    .join(',');
}

function userMetadata(context: RequestContext): Record<string, string> {
  const metadata = Object.fromEntries(
    Object.keys(context.request.headers)
      .filter((name) => name.startsWith(metadataPrefix))
      .map((name) => [name.slice(metadataPrefix.length), context.header(name) ?? '']),
  );
  // Header values arrive as Latin-1: one character is one byte.
  const size = Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > metadataLimit) throw s3Errors.metadataTooLarge(size);
  return metadata;
}

function storageClassOf(context: RequestContext): string {
  const storageClass = context.header('x-amz-storage-class') ?? 'STANDARD';
  if (!storageClasses.has(storageClass)) throw s3Errors.invalidStorageClass();
  return storageClass;
}
