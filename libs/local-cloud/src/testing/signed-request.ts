import { createHash } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { LocalCloud } from '../open';

type Headers = Record<string, string>;
type Keys = Pick<LocalCloud, 'accessKeyId' | 'secretAccessKey' | 'region'>;

/** The headers of a request, signed by AWS's own code. */
export async function signedHeaders(
  cloud: Keys,
  method: string,
  url: URL,
  headers: Headers,
  { at = new Date(), service = 's3', body }: { at?: Date; service?: string; body?: string } = {},
): Promise<Headers> {
  const request = { ...requestOf(method, url, headers), body };
  const signed = await signer(cloud, service).sign(request, { signingDate: at });
  return signed.headers as Headers;
}

/** A link that works without a key, as `aws s3 presign` makes them. */
export async function presignedUrl(cloud: Keys, url: URL, seconds: number, at = new Date()): Promise<string> {
  const signed = await signer(cloud).presign(
    requestOf('GET', url, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
    {
      expiresIn: seconds,
      signingDate: at,
    },
  );
  const query = new URLSearchParams(signed.query as Record<string, string>);
  return `${url.origin}${url.pathname}?${query.toString()}`;
}

function signer({ accessKeyId, secretAccessKey, region }: Keys, service = 's3'): SignatureV4 {
  return new SignatureV4({
    service,
    region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: true,
  });
}

function requestOf(method: string, url: URL, headers: Headers) {
  return {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    port: Number(url.port),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...headers },
  };
}

export interface RawAnswer {
  status: number;
  /** S3's error code, when there is one. */
  code?: string;
  body: string;
}

/** A request as no SDK would send it, properly signed. */
export async function sendSigned(
  cloud: Keys & { endpoint: string },
  method: string,
  path: string,
  headers: Headers,
  body?: string,
  at?: Date,
): Promise<RawAnswer> {
  const url = new URL(cloud.endpoint + path);
  const hash = createHash('sha256')
    .update(body ?? '')
    .digest('hex');
  const signed = await signedHeaders(
    cloud,
    method,
    url,
    { 'x-amz-content-sha256': hash, ...headers },
    { at },
  );
  return send(url, method, signed, body);
}

export async function send(url: URL, method: string, headers: Headers, body?: string): Promise<RawAnswer> {
  const response = await fetch(url, { method, headers: { ...headers, connection: 'close' }, body });
  const text = await response.text();
  return { status: response.status, code: /<Code>(\w+)</.exec(text)?.[1], body: text };
}
