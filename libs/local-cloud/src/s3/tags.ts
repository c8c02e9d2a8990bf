import { parseQuery } from '../http/query';
import { s3Errors } from './errors';

/** The `x-amz-tagging` header: a query string. @throws ServiceError InvalidTag. */
export function parseTagging(header: string | undefined): Record<string, string> {
  return checkedTags(parseQuery((header ?? '').replaceAll('+', '%20')));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html. @throws ServiceError InvalidTag, BadRequest. */
export function checkedTags(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  if (pairs.length > 10) throw s3Errors.invalidTag('Object tags cannot be greater than 10');
  if (new Set(pairs.map(([key]) => key)).size !== pairs.length) {
    throw s3Errors.invalidTag('Cannot provide multiple Tags with the same key');
  }
  for (const [key, value] of pairs) {
    if (key === '' || key.length > 128) throw s3Errors.invalidTag('The TagKey you have provided is invalid');
    if (value.length > 256) throw s3Errors.invalidTag('The TagValue you have provided is invalid');
  }
  return Object.fromEntries(pairs);
}
