import type { ProblemBody } from '@sluice/contract';
import type { EntityCache } from './entity-cache';
import { Problem } from './problem';

/** Milliseconds after which a silent server counts as gone. Plans read zips over the network, hence so many. */
const timeoutMs = 30_000;

interface Sending {
  method: string;
  body?: unknown;
  signal?: AbortSignal;
  cache?: EntityCache;
}

/**
 * Asks the server, and gives the body of its answer.
 * @throws Problem when no response, or answers with one; DOMException named AbortError when `signal` aborts
 */
export async function send<Body>(
  url: string,
  { method, body, signal = new AbortController().signal, cache }: Sending,
): Promise<Body> {
  const known = cache?.get(url);
  const response = await answerOf(url, signal, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: {
      accept: 'application/json',
      // On every write: a page of another origin cannot send it without asking first.
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
      ...(known && { 'if-none-match': known.etag }),
    },
    cache: 'no-store',
    redirect: 'manual',
  });
  if (response.status === 304 && known) return known.body as Body;
  if (isSignInElsewhere(response)) throw signedOut();
  // A refusal comes before the operation; a failure, of the server or of what stands before it, can come after.
  const mayBeDone = response.ok || response.status >= 500;
  if (!response.ok && isProblemBody(response.body)) {
    const { error, remedy, code, requestId } = response.body;
    throw new Problem(error, remedy, { code, requestId, mayBeDone });
  }
  if (!response.ok || typeof response.body !== 'object' || response.body === null) {
    throw new Problem(
      'The console cannot read the response of the server.',
      'Check that the address is that of the Sluice server, then reload the page.',
      { mayBeDone },
    );
  }
  cache?.keep(url, response.etag, response.body);
  return response.body as Body;
}

interface Answer {
  ok: boolean;
  type: ResponseType;
  status: number;
  etag: string | null;
  /** Nothing when the answer is no JSON. */
  body: unknown;
}

async function answerOf(url: string, signal: AbortSignal, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const { ok, status, type } = response;
    return { ok, status, type, etag: response.headers.get('etag'), body: parseJson(await response.text()) };
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Problem(
      'The server does not respond.',
      'Check that the server is running and that the network reaches it.',
      {
        mayBeDone: true,
      },
    );
  }
}

/**
 * A load balancer answers whose sign-in is over with a way to the sign-in page, which a page cannot follow for a
 * person, or with a 401 of its own.
 */
function isSignInElsewhere({ status, type, body }: Answer): boolean {
  return (
    type === 'opaqueredirect' ||
    [301, 302, 303, 307].includes(status) ||
    (status === 401 && !isProblemBody(body))
  );
}

function signedOut(): Problem {
  return new Problem('Your session has expired.', 'Reload the page to sign in again.', {
    code: 'signed-out',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblemBody(body: unknown): body is ProblemBody {
  const { error, remedy } = (body ?? {}) as Record<string, unknown>;
  return typeof error === 'string' && typeof remedy === 'string';
}
