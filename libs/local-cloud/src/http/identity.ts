import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Credentials } from './authentication';
import { sameSignature } from './signature';

/** No bucket name starts with an underscore, so this path is free beside S3. */
const challengePath = '/_local-cloud/identity/';

export function isChallenge(request: IncomingMessage): boolean {
  return request.method === 'GET' && (request.url ?? '').startsWith(challengePath);
}

/** Proves that this server holds the folder's secret, without telling it. */
export function answerChallenge(
  request: IncomingMessage,
  response: ServerResponse,
  credentials: Credentials,
): void {
  const challenge = (request.url ?? '').slice(challengePath.length);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ proof: proofOf(challenge, credentials) }));
}

/** Characters; the answer of a server that is none of ours may have no end. */
const longestAnswer = 1_000;

/**
 * Whether the server at `endpoint` serves the folder whose credentials these are. Not by `fetch`: loading it takes 30 ms, and
 * whoever asks has loaded `node:http`.
 */
export async function provesIdentity(endpoint: string, credentials: Credentials): Promise<boolean> {
  const challenge = randomBytes(16).toString('hex');
  try {
    const request = get(`${endpoint}${challengePath}${challenge}`, {
      agent: false,
      signal: AbortSignal.timeout(2000),
    });
    request.on('error', () => undefined);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let answer = '';
    for await (const piece of response.setEncoding('utf8')) {
      answer += piece as string;
      if (answer.length > longestAnswer) return false;
    }
    const { proof } = JSON.parse(answer) as { proof?: unknown };
    return typeof proof === 'string' && sameSignature(proof, proofOf(challenge, credentials));
  } catch {
    return false;
  }
}

function proofOf(challenge: string, credentials: Credentials): string {
  return createHmac('sha256', credentials.secretAccessKey)
    .update(`local-cloud identity\n${credentials.accessKeyId}\n${challenge}`)
    .digest('hex');
}
