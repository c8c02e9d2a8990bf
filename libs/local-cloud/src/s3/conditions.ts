import type { RequestContext } from '../http/request-context';
import { s3Errors } from './errors';
import type { VersionRecord } from './store/version-record';
import type { Guard } from './store/object-store';

/** Opaque comparison: quotes and weakness do not matter. */
export function sameEtag(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

/**
 * The guard for `If-Match` and `If-None-Match` on a write
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html). Conditions look at the newest
 * version when the write commits: mismatch 412, no object or a delete marker 404 for If-Match. What changed while the
 * request ran, in a way that the client could not know, is 409.
 * @param atStart the newest version when the request began.
 * @throws ServiceError NotImplemented for an If-None-Match other than `*`.
 */
export function writeGuard(
  context: RequestContext,
  key: string,
  atStart: VersionRecord | undefined,
): Guard | undefined {
  const ifMatch = context.header('if-match');
  const ifNoneMatch = context.header('if-none-match');
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined;
  if (ifNoneMatch !== undefined && (ifNoneMatch !== '*' || ifMatch !== undefined)) {
    throw s3Errors.notImplemented();
  }
  return (newest) => {
    const exists = newest !== undefined && !newest.deleteMarker;
    if (ifMatch === undefined) {
      if (exists) throw s3Errors.preconditionFailed('If-None-Match');
      if (identity(newest) !== identity(atStart))
        throw s3Errors.conditionalRequestConflict('If-None-Match', key);
      return;
    }
    if (!exists) throw s3Errors.noSuchKey(key);
    if (matches(ifMatch, newest)) return;
    const changed = atStart !== undefined && matches(ifMatch, atStart) && !atStart.deleteMarker;
    throw changed
      ? s3Errors.conditionalRequestConflict('If-Match', key)
      : s3Errors.preconditionFailed('If-Match');
  };
}

/**
 * The conditions of a GET or HEAD, in the order of RFC 9110, 13.2.2.
 * @throws ServiceError PreconditionFailed, NotModified.
 */
export function checkRead(
  context: RequestContext,
  record: VersionRecord,
  headers: Record<string, string>,
): void {
  const conditions = conditionsOf(context, '');
  const broken = failed(conditions, record);
  if (broken !== undefined) throw s3Errors.preconditionFailed(broken);
  if (unchanged(conditions, record)) throw s3Errors.notModified(headers);
}

/** The `x-amz-copy-source-if-*` conditions. @throws ServiceError PreconditionFailed. */
export function checkCopySource(context: RequestContext, record: VersionRecord): void {
  const prefix = 'x-amz-copy-source-';
  const conditions = conditionsOf(context, prefix);
  const broken = failed(conditions, record) ?? unchanged(conditions, record);
  if (broken !== undefined) throw s3Errors.preconditionFailed(`${prefix}${broken}`);
}

interface Conditions {
  match?: string;
  noneMatch?: string;
  modifiedSince?: number;
  unmodifiedSince?: number;
}

function conditionsOf(context: RequestContext, prefix: string): Conditions {
  return {
    match: context.header(`${prefix}if-match`),
    noneMatch: context.header(`${prefix}if-none-match`),
    modifiedSince: date(context.header(`${prefix}if-modified-since`)),
    unmodifiedSince: date(context.header(`${prefix}if-unmodified-since`)),
  };
}

function failed({ match, unmodifiedSince }: Conditions, record: VersionRecord): string | undefined {
  if (match !== undefined) return matches(match, record) ? undefined : 'If-Match';
  return unmodifiedSince !== undefined && seconds(record) > unmodifiedSince
    ? 'If-Unmodified-Since'
    : undefined;
}

function unchanged({ noneMatch, modifiedSince }: Conditions, record: VersionRecord): string | undefined {
  if (noneMatch !== undefined) return matches(noneMatch, record) ? 'If-None-Match' : undefined;
  return modifiedSince !== undefined && seconds(record) <= modifiedSince ? 'If-Modified-Since' : undefined;
}

function matches(condition: string, record: VersionRecord): boolean {
  return condition.split(',').some((etag) => etag.trim() === '*' || sameEtag(etag, record.etag));
}

/** Null versions follow each other under one id. */
function identity(record: VersionRecord | undefined): string {
  return record ? `${record.versionId} ${record.lastModified} ${record.deleteMarker}` : '';
}

function bare(etag: string): string {
  return etag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1');
}

/** Dates in headers have whole seconds. */
function seconds(record: VersionRecord): number {
  return Math.floor(Date.parse(record.lastModified) / 1000) * 1000;
}

function date(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}
