import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FailedSignIn } from '../auth/failed-sign-in';
import type { TokenSignIn } from '../auth/token-sign-in';
import { isApiUrl } from './paths';
import { addRetryAfter } from './problems';
import type { Limiters } from './rate-limits';
import { Refusal } from './refusal';

/**
 * `GET /?token=…`, which `npm start` prints: exchanges the token for a cookie, and continues to the same address without
 * it, so that it stays neither in the address bar nor in the history.
 */
export function acceptTokenInAddress(app: FastifyInstance, signIn: TokenSignIn, limiters: Limiters): void {
  app.addHook('onRequest', async (request, reply) => {
    const token = request.method === 'GET' ? tokenIn(request.url) : undefined;
    if (token === undefined) return;
    try {
      reply.header('set-cookie', signIn.cookieFor(token, request.headers.host));
    } catch (error) {
      if (error instanceof FailedSignIn) await limiters.failedSignIns(request);
      if (error instanceof Refusal && isBrowser(request)) return answerInWords(request, reply, error);
      throw error;
    }
    return reply
      .code(303)
      .header('cache-control', 'no-store')
      .header('location', addressWithout(request.url))
      .send();
  });
}

function tokenIn(url: string): string | undefined {
  const { pathname, searchParams } = parse(url);
  return isApiUrl(pathname) ? undefined : (searchParams.get('token') ?? undefined);
}

/** On this very host, whatever the path looks like: `//elsewhere` would be another one. */
function addressWithout(url: string): string {
  const { pathname, searchParams } = parse(url);
  searchParams.delete('token');
  const query = searchParams.toString();
  return `${pathname.replace(/^[/\\]+/, '/')}${query === '' ? '' : `?${query}`}`;
}

function parse(url: string): { pathname: string; searchParams: URLSearchParams } {
  const [pathname = '/', ...query] = url.split('?');
  return { pathname, searchParams: new URLSearchParams(query.join('?')) };
}

function isBrowser({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') ?? false;
}

function answerInWords(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  addRetryAfter(reply, refusal);
  request.problem = { code: refusal.code, error: refusal.message, remedy: refusal.remedy };
  return reply
    .code(refusal.status)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`${refusal.message}\n${refusal.remedy}\n`);
}
