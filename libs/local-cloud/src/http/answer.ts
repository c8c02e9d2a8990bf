import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

export type AnswerBody = string | Buffer | Readable;

export interface Answer {
  status: number;
  headers: Record<string, string | number | undefined>;
  body?: AnswerBody;
  /** The headers are those of the body, but the body stays away: HEAD. */
  omitBody: boolean;
  /** A scripted fault: break the connection after so many bytes of the body. */
  cutAt?: number;
}

/** Resolves when the answer was handed to the connection, or the client has gone. */
export async function writeAnswer(response: ServerResponse, answer: Answer): Promise<void> {
  const { status, body } = answer;
  const headers = Object.fromEntries(
    Object.entries(answer.headers).filter(
      (entry): entry is [string, string | number] => entry[1] !== undefined,
    ),
  );
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    headers['content-length'] = Buffer.byteLength(body);
  } else if (
    body === undefined &&
    status !== 204 &&
    status !== 304 &&
    headers['content-length'] === undefined
  ) {
    headers['content-length'] = 0;
  }
  response.writeHead(status, headers);
  if (answer.omitBody || body === undefined) {
    if (isStream(body)) body.destroy();
    response.end();
  } else if (answer.cutAt !== undefined) {
    await writeTruncated(response, body, answer.cutAt);
  } else if (isStream(body)) {
    await streamBody(response, body);
  } else {
    response.end(body);
  }
}

async function streamBody(response: ServerResponse, body: Readable): Promise<void> {
  body.on('error', () => response.destroy());
  response.on('close', () => body.destroy());
  body.pipe(response);
  // A client that hangs up in the middle is no error of ours.
  await finished(response).catch(() => undefined);
}

async function writeTruncated(response: ServerResponse, body: AnswerBody, bytes: number): Promise<void> {
  const pieces: Buffer[] = [];
  let left = bytes;
  for await (const piece of isStream(body) ? body : [Buffer.from(body)]) {
    pieces.push((piece as Buffer).subarray(0, left));
    left -= (piece as Buffer).length;
    if (left <= 0) break;
  }
  await new Promise<void>((resolve) => response.write(Buffer.concat(pieces), () => resolve()));
  response.socket?.destroy();
}

function isStream(body: AnswerBody | undefined): body is Readable {
  return body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body);
}
