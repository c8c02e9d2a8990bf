import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { decodeChunks, incompleteBody } from './aws-chunked';
import type { Authentication } from './authentication';
import { ServiceError } from './service-error';

export const unsignedPayload = 'UNSIGNED-PAYLOAD';

const streamed = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false },
} as const;

/** A request's body as the client meant it: framing removed, and hash or chunk signatures verified as it flows. */
export class Payload {
  /** Trailing headers; complete when the bytes have ended. */
  readonly trailers = new Map<string, string>();
  private readonly announced: string[];

  constructor(
    private readonly request: IncomingMessage,
    private readonly hash: string,
    private readonly authentication: Authentication,
  ) {
    this.announced = String(request.headers['x-amz-trailer'] ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== '');
  }

  /** A body that was read and verified already. */
  static of(request: IncomingMessage, body: Buffer, authentication: Authentication): Payload {
    const payload = new Payload(request, unsignedPayload, authentication);
    payload.bytes = async function* () {
      yield body;
    };
    return payload;
  }

  /** Names of the trailing headers that are to come, in lower case. */
  get expectedTrailers(): readonly string[] {
    return this.announced;
  }

  /** Bytes of the decoded body. @throws ServiceError MissingContentLength. */
  get length(): number {
    const name = this.hash in streamed ? 'x-amz-decoded-content-length' : 'content-length';
    const length = Number(this.request.headers[name] ?? Number.NaN);
    if (Number.isSafeInteger(length) && length >= 0) return length;
    if (this.request.headers['transfer-encoding'] === undefined && name === 'content-length') return 0;
    throw new ServiceError(
      'MissingContentLength',
      411,
      `You must provide the ${name === 'content-length' ? 'Content-Length' : name} HTTP header.`,
    );
  }

  bytes(): AsyncIterable<Buffer> {
    const encoding = streamed[this.hash as keyof typeof streamed];
    if (encoding) {
      return decodeChunks(whole(this.request), {
        ...(encoding.signed ? { authentication: this.authentication } : {}),
        expectedTrailers: this.announced,
        decodedLength: this.length,
        onTrailer: (name, value) => this.trailers.set(name, value),
      });
    }
    if (this.hash.startsWith('STREAMING-')) {
      throw new ServiceError('NotImplemented', 501, `The payload form ${this.hash} is not implemented.`);
    }
    return this.hash === unsignedPayload ? whole(this.request) : hashed(whole(this.request), this.hash);
  }

  /** The whole body. @throws ServiceError EntityTooLarge above `limit` bytes. */
  async buffer(limit: number): Promise<Buffer> {
    return collect(this.bytes(), limit);
  }
}

export async function collect(bytes: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > limit) {
      throw new ServiceError('EntityTooLarge', 400, `The request body is larger than ${limit} bytes.`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** A connection that breaks in the middle of a body is an incomplete body, not a failure of the server. */
async function* whole(request: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  } catch {
    throw incompleteBody();
  }
  if (!request.complete) throw incompleteBody();
}

async function* hashed(bytes: AsyncIterable<Buffer>, expected: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const piece of bytes) {
    hash.update(piece);
    yield piece;
  }
  const actual = hash.digest('hex');
  if (actual === expected) return;
  throw new ServiceError(
    'XAmzContentSHA256Mismatch',
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { details: { ClientComputedContentSHA256: expected, S3ComputedContentSHA256: actual } },
  );
}
