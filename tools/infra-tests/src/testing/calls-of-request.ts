import type { IncomingMessage } from 'node:http';
import type { Call } from './recorded-calls';

const namesOfBucketQueries: Record<string, string> = {
  versioning: 's3:GetBucketVersioning',
  versions: 's3:ListBucketVersions',
};

/** Commits differ from run to run; what matters is that the name is one. */
function keyOf(path: string): string {
  return path
    .replace(/[0-9a-f]{40}(?=\.(zip|intoto\.jsonl)$)/, '<sha>')
    .replace(/^(cache\/main\/)\d+$/, '$1<hash>')
    .replace(/^(cache\/main\/workspace-data-)[0-9a-f]{40}$/, '$1<sha>');
}

/**
 * What is written to find out whether a server honors conditions. AWS itself is not asked: `honorsConditions` of
 * the bucket port is true for its own endpoints.
 */
const probe = /\/probe\.json$/;

function partsOf(path: string): { bucket: string; key: string } {
  const [, bucket = '', key = ''] = /^\/?([^/]+)\/?(.*)$/s.exec(decodeURIComponent(path)) ?? [];
  return { bucket, key };
}

function readOf(key: string, query: URLSearchParams, isThere: boolean): Call[] {
  const action = query.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject';
  // Who may not list is told 403 where there is nothing, and could not tell it from a refusal.
  return [{ action, key: keyOf(key) }, ...(isThere ? [] : [{ action: 's3:ListBucket', key: '' }])];
}

/**
 * An upload in parts: its beginning and its parts make no object, and carry no condition; its completion does.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuAndPermissions.html
 */
function partsOfUpload(method: string, key: string, query: URLSearchParams, headers: Headers): Call[] {
  if (method === 'DELETE') return [{ action: 's3:AbortMultipartUpload', key: keyOf(key) }];
  if (method === 'GET') return [{ action: 's3:ListMultipartUploadParts', key: keyOf(key) }];
  const [write, ...more] = writeOf(key, { ...headers, 'x-amz-tagging-directive': 'REPLACE' });
  const isCompletion = method === 'POST' && query.has('uploadId');
  return [{ ...write!, ...(isCompletion ? {} : { isPart: true }) }, ...more];
}

type Headers = IncomingMessage['headers'];

function writeOf(key: string, headers: Headers): Call[] {
  const condition = headers['if-match']
    ? { with: 'If-Match' }
    : headers['if-none-match']
      ? { with: 'If-None-Match' }
      : {};
  const source = headers['x-amz-copy-source'];
  const url = typeof source === 'string' ? new URL(source.replace(/^\/?/, 'http://bucket/')) : undefined;
  const from = url && keyOf(partsOf(url.pathname).key);
  const copied = from === undefined ? {} : { from };
  const calls: Call[] = [{ action: 's3:PutObject', key: keyOf(key), ...condition, ...copied }];
  // If-Match reads what is there.
  if (condition.with === 'If-Match') calls.push({ action: 's3:GetObject', key: keyOf(key) });
  if (url === undefined || from === undefined) return calls;
  calls.push(...readOf(from, url.searchParams, true));
  if (headers['x-amz-tagging-directive'] !== 'REPLACE') {
    calls.push(
      { action: 's3:GetObjectTagging', key: from },
      { action: 's3:PutObjectTagging', key: keyOf(key) },
    );
  }
  return calls;
}

/**
 * The permissions that one request to S3 needs, by the table "Required permissions for Amazon S3 API operations" of
 * the S3 user guide. One that is not known here comes out as a call that no policy allows.
 *
 * @param isThere whether the bucket has an object of this key
 */
export function callsOfRequest(
  { method = '', url = '', headers }: IncomingMessage,
  isThere: (bucket: string, key: string) => boolean,
): Call[] {
  const { pathname, searchParams: query } = new URL(url, 'http://localhost');
  const { bucket, key } = partsOf(pathname);
  const isRead = method === 'GET' || method === 'HEAD';
  if (probe.test(key) || probe.test(query.get('prefix') ?? '')) return [];
  if (key === '') {
    const named = [...query.keys()].map((name) => namesOfBucketQueries[name]).find(Boolean);
    if (isRead) return [{ action: named ?? 's3:ListBucket', key: '' }];
    // DeleteObjects needs this for every key of its body, which is not read here: prune alone sends it, for archives and
    // then for their provenance.
    if (method === 'POST' && query.has('delete'))
      return ['sluice/<sha>.zip', 'sluice/_provenance/<sha>.intoto.jsonl'].map((deleted) => ({
        action: 's3:DeleteObject',
        key: deleted,
      }));
  } else if (query.has('tagging') && (isRead || method === 'PUT')) {
    const version = query.has('versionId') ? 'Version' : '';
    return [{ action: `s3:${isRead ? 'Get' : 'Put'}Object${version}Tagging`, key: keyOf(key) }];
  } else if (query.has('uploads') || query.has('uploadId')) {
    return partsOfUpload(method, key, query, headers);
  } else {
    if (isRead) return readOf(key, query, isThere(bucket, key));
    if (method === 'PUT') return writeOf(key, headers);
    if (method === 'DELETE') {
      const action = query.has('versionId') ? 's3:DeleteObjectVersion' : 's3:DeleteObject';
      return [{ action, key: keyOf(key) }];
    }
  }
  return [{ action: `unknown:${method}`, key: `${key}?${query}` }];
}
