import type { IncomingMessage } from 'node:http';
import { ServiceError } from './service-error';
import type { CredentialScope } from './signature';
import { canonicalRequest, sameSignature, scopeText, sign, signingKey, stringToSign } from './signature';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** What the signed claims of a request say; the signature is not verified yet. */
export interface Claims {
  form: 'header' | 'query';
  accessKeyId: string;
  scope: CredentialScope;
  signedHeaders: string[];
  signature: string;
  /** `20261123T094623Z`. */
  timestamp: string;
}

/** A verified signature; chunk signatures continue from it. */
export interface Authentication {
  key: Buffer;
  scope: string;
  timestamp: string;
  signature: string;
}

type Query = readonly (readonly [string, string])[];

const algorithm = 'AWS4-HMAC-SHA256';
const maximumSkew = 15 * 60 * 1000;
const maximumPresignedSeconds = 7 * 24 * 60 * 60;

/** @throws ServiceError AccessDenied when the request is not signed, or what S3 says of a malformed signature. */
export function readClaims(request: IncomingMessage, query: Query): Claims {
  const header = request.headers.authorization;
  if (header !== undefined) return headerClaims(header, request);
  if (query.some(([name]) => name === 'X-Amz-Algorithm')) return queryClaims(new Map(query));
  if (query.some(([name]) => name === 'AWSAccessKeyId')) throw oldSignature();
  throw new ServiceError('AccessDenied', 403, 'Access Denied: the request is not signed.');
}

/** @throws ServiceError InvalidAccessKeyId, SignatureDoesNotMatch, RequestTimeTooSkewed or AccessDenied. */
export function verify(
  claims: Claims,
  parts: { request: IncomingMessage; path: string; query: Query; payloadHash: string; service: string },
  keys: readonly Credentials[],
): Authentication {
  const credentials = keys.find(({ accessKeyId }) => accessKeyId === claims.accessKeyId);
  if (credentials === undefined) {
    throw new ServiceError(
      'InvalidAccessKeyId',
      403,
      'The AWS Access Key Id you provided does not exist in our records.',
      { details: { AWSAccessKeyId: claims.accessKeyId } },
    );
  }
  if (claims.scope.service !== parts.service || !claims.timestamp.startsWith(claims.scope.date)) {
    throw malformed(`the credential scope must be <date>/<region>/${parts.service}/aws4_request.`);
  }
  verifyTime(claims, parts.query);
  verifyCoverage(claims, parts.request);
  const key = signingKey(credentials.secretAccessKey, claims.scope);
  const canonical = canonicalRequest({
    ...parts,
    query: parts.query.filter(([name]) => name !== 'X-Amz-Signature'),
    signedHeaders: claims.signedHeaders,
  });
  const text = stringToSign(claims.timestamp, claims.scope, canonical);
  if (!sameSignature(sign(key, text), claims.signature)) {
    throw new ServiceError(
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      {
        details: {
          AWSAccessKeyId: claims.accessKeyId,
          StringToSign: text,
          SignatureProvided: claims.signature,
          CanonicalRequest: canonical.toString('latin1'),
        },
      },
    );
  }
  const { timestamp, signature } = claims;
  return { key, scope: scopeText(claims.scope), timestamp, signature };
}

function headerClaims(header: string, request: IncomingMessage): Claims {
  if (!header.startsWith(`${algorithm} `)) throw oldSignature();
  const fields = new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map((field) => field.trim().split('=', 2) as [string, string]),
  );
  const timestamp = request.headers['x-amz-date'];
  if (typeof timestamp !== 'string' || parseTimestamp(timestamp) === undefined) {
    throw new ServiceError('AccessDenied', 403, 'AWS authentication requires a valid x-amz-date header.');
  }
  return {
    form: 'header',
    ...credential(fields.get('Credential')),
    signedHeaders: headerNames(fields.get('SignedHeaders')),
    signature: fields.get('Signature') ?? '',
    timestamp,
  };
}

function queryClaims(query: Map<string, string>): Claims {
  const timestamp = query.get('X-Amz-Date') ?? '';
  if (query.get('X-Amz-Algorithm') !== algorithm || parseTimestamp(timestamp) === undefined) {
    throw new ServiceError(
      'AuthorizationQueryParametersError',
      400,
      `X-Amz-Algorithm only supports "${algorithm}", and X-Amz-Date must be in the ISO8601 format "yyyyMMdd'T'HHmmss'Z'".`,
    );
  }
  return {
    form: 'query',
    ...credential(query.get('X-Amz-Credential')),
    signedHeaders: headerNames(query.get('X-Amz-SignedHeaders')),
    signature: query.get('X-Amz-Signature') ?? '',
    timestamp,
  };
}

function credential(text = ''): { accessKeyId: string; scope: CredentialScope } {
  const [accessKeyId, date, region, service, terminator, ...rest] = text.split('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    throw malformed(
      'the Credential is mal-formed; expecting "<key id>/<date>/<region>/<service>/aws4_request".',
    );
  }
  return { accessKeyId, scope: { date, region, service } };
}

function headerNames(text = ''): string[] {
  const names = text.split(';').filter((name) => name !== '');
  if (!names.includes('host')) throw malformed('SignedHeaders must contain "host".');
  return names;
}

function verifyTime(claims: Claims, query: Query): void {
  const signedAt = parseTimestamp(claims.timestamp) ?? 0;
  const now = Date.now();
  if (claims.form === 'header') {
    if (Math.abs(now - signedAt) <= maximumSkew) return;
    throw new ServiceError(
      'RequestTimeTooSkewed',
      403,
      'The difference between the request time and the current time is too large.',
      {
        details: {
          RequestTime: claims.timestamp,
          ServerTime: new Date(now).toISOString(),
          MaxAllowedSkewMilliseconds: String(maximumSkew),
        },
      },
    );
  }
  const seconds = Number(new Map(query).get('X-Amz-Expires'));
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > maximumPresignedSeconds) {
    throw new ServiceError(
      'AuthorizationQueryParametersError',
      400,
      `X-Amz-Expires must be a number of seconds from 1 to ${maximumPresignedSeconds}.`,
    );
  }
  if (now > signedAt + seconds * 1000) throw new ServiceError('AccessDenied', 403, 'Request has expired');
  if (now < signedAt - maximumSkew) throw new ServiceError('AccessDenied', 403, 'Request is not valid yet');
}

/** An unsigned x-amz-* header could have been added on the way, so S3 refuses it. */
function verifyCoverage(claims: Claims, request: IncomingMessage): void {
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && !claims.signedHeaders.includes(name),
  );
  // A presigned URL is made before its body is known, so the hash of the body may come unsigned.
  const refused =
    claims.form === 'query' ? unsigned.filter((name) => name !== 'x-amz-content-sha256') : unsigned;
  if (refused.length === 0) return;
  throw new ServiceError(
    'AccessDenied',
    403,
    'There were headers present in the request which were not signed',
    {
      details: { HeadersNotSigned: refused.join(', ') },
    },
  );
}

function parseTimestamp(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match.map(Number) as number[];
  return Date.UTC(year!, month! - 1, day, hour, minute, second);
}

function oldSignature(): ServiceError {
  return new ServiceError(
    'InvalidRequest',
    400,
    `The authorization mechanism you have provided is not supported. Please use ${algorithm}.`,
  );
}

function malformed(why: string): ServiceError {
  return new ServiceError(
    'AuthorizationHeaderMalformed',
    400,
    `The authorization header is malformed; ${why}`,
  );
}
