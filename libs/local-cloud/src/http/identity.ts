import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
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

/** Whether the server at `endpoint` serves the folder whose credentials these are. */
export async function provesIdentity(endpoint: string, credentials: Credentials): Promise<boolean> {
  const challenge = randomBytes(16).toString('hex');
  try {
    const response = await fetch(`${endpoint}${challengePath}${challenge}`, {
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(2000),
    });
    const { proof } = (await response.json()) as { proof?: unknown };
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
