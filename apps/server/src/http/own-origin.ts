import type { FastifyRequest } from 'fastify';
import { Refusal } from './refusal';

/**
 * No page of another origin could see the answer, but it could have the person asked for more than they may. A browser
 * says `none` where someone typed the address (https://www.w3.org/TR/fetch-metadata/).
 *
 * @throws Refusal 403 another origin
 */
export function requireOwnRead({ headers }: Pick<FastifyRequest, 'headers'>): void {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  throw new Refusal(
    403,
    'forbidden',
    'This request was not sent by a page of this console.',
    'Use the console, or enter its address in the browser.',
  );
}

/**
 * A write comes from a page of this very server, and is JSON, which no form of another page can send without asking
 * first (https://owasp.org/www-community/attacks/csrf).
 *
 * @param publicOrigin where browsers see the server; absent: as they say in the Host header
 * @throws Refusal 403 another origin, or none; 415 another content
 */
export function requireOwnWrite(
  { headers }: Pick<FastifyRequest, 'headers'>,
  publicOrigin: string | undefined,
): void {
  const proto = String(headers['x-forwarded-proto'] ?? 'http').split(',')[0];
  const own = publicOrigin ?? `${proto}://${headers.host}`;
  const site = headers['sec-fetch-site'];
  if (headers.origin !== own || (site !== undefined && site !== 'same-origin')) {
    throw new Refusal(
      403,
      'forbidden',
      'This write was not sent by a page of this console.',
      publicOrigin === undefined
        ? 'Use the console. Behind a proxy, set CONSOLE_PUBLIC_URL to the address that browsers show.'
        : `Use the console at ${publicOrigin}.`,
    );
  }
  if (!/^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '')) {
    throw new Refusal(
      415,
      'usage',
      'A write must have the content type application/json.',
      'Send it with content-type: application/json, even without a body.',
    );
  }
}
