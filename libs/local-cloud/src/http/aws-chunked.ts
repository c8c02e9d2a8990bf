import { createHash } from 'node:crypto';
import type { Authentication } from './authentication';
import { ByteReader } from './byte-reader';
import { ServiceError } from './service-error';
import { emptyHash, sameSignature, sha256, sign } from './signature';

export interface ChunkedOptions {
  /** Present when every chunk carries a signature. */
  authentication?: Authentication;
  /** Names that the `x-amz-trailer` header announced, in lower case. */
  expectedTrailers: readonly string[];
  /** The `x-amz-decoded-content-length` header. */
  decodedLength: number;
  /** Receives the trailing headers before the stream ends. */
  onTrailer(name: string, value: string): void;
}

/**
 * Decodes `Content-Encoding: aws-chunked`, with or without chunk signatures and trailing headers
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html).
 * @throws ServiceError SignatureDoesNotMatch, IncompleteBody, MalformedTrailerError.
 */
export async function* decodeChunks(
  body: AsyncIterable<Buffer>,
  options: ChunkedOptions,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(body);
  const { authentication } = options;
  let previous = authentication?.signature ?? '';
  let length = 0;
  for (;;) {
    const header = parseChunkHeader(await reader.line());
    const hash = createHash('sha256');
    for (const pieces = reader.bytes(header.size); ;) {
      const { done, value } = await pieces.next();
      if (done) {
        if (!value) throw incompleteBody();
        break;
      }
      if (authentication) hash.update(value);
      length += value.length;
      yield value;
    }
    if (authentication) {
      previous = verifyChunk(authentication, 'PAYLOAD', previous, header.signature, [
        emptyHash,
        hash.digest('hex'),
      ]);
    }
    if (header.size === 0) break;
    if ((await reader.line()) !== '') throw incompleteBody();
  }
  if (length !== options.decodedLength) throw incompleteBody();
  await readTrailers(reader, options, previous);
}

async function readTrailers(reader: ByteReader, options: ChunkedOptions, previous: string): Promise<void> {
  const { authentication, expectedTrailers, onTrailer } = options;
  const seen = new Set<string>();
  let signed = '';
  let signature: string | undefined;
  for (let line = await reader.line(); line !== undefined && line !== ''; line = await reader.line()) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') {
      signature = value;
      continue;
    }
    if (!expectedTrailers.includes(name)) throw malformedTrailer();
    seen.add(name);
    signed += `${name}:${value}\n`;
    onTrailer(name, value);
  }
  if (expectedTrailers.some((name) => !seen.has(name))) throw malformedTrailer();
  if (authentication && expectedTrailers.length > 0) {
    verifyChunk(authentication, 'TRAILER', previous, signature, [sha256(signed)]);
  }
}

function parseChunkHeader(line: string | undefined): { size: number; signature: string | undefined } {
  const match = /^([0-9a-f]{1,15})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line ?? '');
  if (!match) throw incompleteBody();
  return { size: Number.parseInt(match[1]!, 16), signature: match[2] };
}

function verifyChunk(
  { key, scope, timestamp }: Authentication,
  kind: 'PAYLOAD' | 'TRAILER',
  previous: string,
  given: string | undefined,
  hashes: string[],
): string {
  const text = [`AWS4-HMAC-SHA256-${kind}`, timestamp, scope, previous, ...hashes].join('\n');
  const expected = sign(key, text);
  if (given === undefined || !sameSignature(expected, given)) {
    throw new ServiceError(
      'SignatureDoesNotMatch',
      403,
      'The chunk signature we calculated does not match the signature you provided.',
    );
  }
  return expected;
}

export function incompleteBody(): ServiceError {
  return new ServiceError(
    'IncompleteBody',
    400,
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  );
}

function malformedTrailer(): ServiceError {
  return new ServiceError(
    'MalformedTrailerError',
    400,
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );
}
