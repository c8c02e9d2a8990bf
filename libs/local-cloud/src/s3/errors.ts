import { ServiceError } from '../http/service-error';

/** S3's codes, statuses and words (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
export const s3Errors = {
  badDigest: (what: string) =>
    new ServiceError('BadDigest', 400, `The ${what} you specified did not match the calculated checksum.`),
  bucketAlreadyOwnedByYou: (name: string) =>
    new ServiceError(
      'BucketAlreadyOwnedByYou',
      409,
      'Your previous request to create the named bucket succeeded and you already own it.',
      { details: { BucketName: name } },
    ),
  bucketNotEmpty: (name: string) =>
    new ServiceError('BucketNotEmpty', 409, 'The bucket you tried to delete is not empty', {
      details: { BucketName: name },
    }),
  conditionalRequestConflict: (condition: string, key: string) =>
    new ServiceError(
      'ConditionalRequestConflict',
      409,
      'The conditional request cannot succeed due to a conflicting operation against this resource.',
      { details: { Condition: condition, Key: key } },
    ),
  entityTooLarge: (limit: number) =>
    new ServiceError('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
      details: { MaxSizeAllowed: String(limit) },
    }),
  entityTooSmall: (partNumber: number, size: number) =>
    new ServiceError('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
      details: { PartNumber: String(partNumber), ProposedSize: String(size), MinSizeAllowed: '5242880' },
    }),
  invalidArgument: (message: string, name: string, value: string) =>
    new ServiceError('InvalidArgument', 400, message, {
      details: { ArgumentName: name, ArgumentValue: value },
    }),
  invalidBucketName: (name: string) =>
    new ServiceError('InvalidBucketName', 400, 'The specified bucket is not valid.', {
      details: { BucketName: name },
    }),
  invalidDigest: () => new ServiceError('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.'),
  invalidPart: (partNumber: number) =>
    new ServiceError(
      'InvalidPart',
      400,
      'One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part’s entity tag.',
      { details: { PartNumber: String(partNumber) } },
    ),
  invalidPartOrder: () =>
    new ServiceError(
      'InvalidPartOrder',
      400,
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    ),
  invalidRange: (range: string, size: number) =>
    new ServiceError('InvalidRange', 416, 'The requested range is not satisfiable', {
      details: { RangeRequested: range, ActualObjectSize: String(size) },
      headers: { 'content-range': `bytes */${size}` },
    }),
  invalidRequest: (message: string) => new ServiceError('InvalidRequest', 400, message),
  invalidStorageClass: () =>
    new ServiceError('InvalidStorageClass', 400, 'The storage class you specified is not valid'),
  invalidTag: (message: string) => new ServiceError('InvalidTag', 400, message),
  keyTooLong: (size: number) =>
    new ServiceError('KeyTooLongError', 400, 'Your key is too long', {
      details: { Size: String(size), MaxSizeAllowed: '1024' },
    }),
  malformedXml: () =>
    new ServiceError(
      'MalformedXML',
      400,
      'The XML you provided was not well-formed or did not validate against our published schema',
    ),
  metadataTooLarge: (size: number) =>
    new ServiceError(
      'MetadataTooLarge',
      400,
      'Your metadata headers exceed the maximum allowed metadata size',
      {
        details: { Size: String(size), MaxSizeAllowed: '2048' },
      },
    ),
  methodNotAllowed: (headers: Record<string, string> = {}) =>
    new ServiceError('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.', {
      headers,
    }),
  noSuchBucket: (name: string) =>
    new ServiceError('NoSuchBucket', 404, 'The specified bucket does not exist', {
      details: { BucketName: name },
    }),
  noSuchKey: (key: string, headers: Record<string, string> = {}) =>
    new ServiceError('NoSuchKey', 404, 'The specified key does not exist.', {
      details: { Key: key },
      headers,
    }),
  noSuchUpload: (uploadId: string) =>
    new ServiceError(
      'NoSuchUpload',
      404,
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      { details: { UploadId: uploadId } },
    ),
  noSuchVersion: (key: string, versionId: string) =>
    new ServiceError('NoSuchVersion', 404, 'The specified version does not exist.', {
      details: { Key: key, VersionId: versionId },
    }),
  notImplemented: (message = 'A header you provided implies functionality that is not implemented') =>
    new ServiceError('NotImplemented', 501, message),
  notModified: (headers: Record<string, string>) =>
    new ServiceError('NotModified', 304, 'Not Modified', { headers }),
  preconditionFailed: (condition: string) =>
    new ServiceError(
      'PreconditionFailed',
      412,
      'At least one of the pre-conditions you specified did not hold',
      {
        details: { Condition: condition },
      },
    ),
};
