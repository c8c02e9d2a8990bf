import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { encodeComponent } from './query';

/** `20261123/us-east-1/s3/aws4_request`, taken apart. */
export interface CredentialScope {
  date: string;
  region: string;
  service: string;
}

export interface SignedParts {
  request: IncomingMessage;
  /** Decoded path. */
  path: string;
  query: readonly (readonly [string, string])[];
  signedHeaders: readonly string[];
  payloadHash: string;
}

export const emptyHash = sha256('');

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

export function scopeText(scope: CredentialScope): string {
  return `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
}

/**
 * The canonical request of Signature Version 4
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html). Header values are hashed as the
 * bytes that came over the wire, which Node hands out as Latin-1.
 */
export function canonicalRequest(parts: SignedParts): Buffer {
  const query = parts.query
    .map(([name, value]) => [encodeComponent(name), encodeComponent(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = parts.signedHeaders.map((name) => `${name}:${headerValue(parts.request, name)}\n`).join('');
  const path = parts.path.split('/').map(encodeComponent).join('/');
  return Buffer.from(
    [parts.request.method, path, query, headers, parts.signedHeaders.join(';'), parts.payloadHash].join('\n'),
    'latin1',
  );
}

export function stringToSign(timestamp: string, scope: CredentialScope, request: Buffer): string {
  return ['AWS4-HMAC-SHA256', timestamp, scopeText(scope), sha256(request)].join('\n');
}

export function signingKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  return [scope.date, scope.region, scope.service, 'aws4_request'].reduce<Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

export function sign(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

export function sameSignature(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function headerValue(request: IncomingMessage, name: string): string {
  const values = request.rawHeaders.filter(
    (_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === name,
  );
  return values.map((value) => value.trim().replace(/ +/g, ' ')).join(',');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
