import type { FastifyRequest } from 'fastify';
import { Refusal } from '../http/refusal';

/** Whether a Host header names this very machine. Another name that resolves to it is a trick (DNS rebinding). */
export function isLoopbackHost(host: string | undefined): boolean {
  return /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i.test(host ?? '');
}

/** @throws Refusal 403 */
export function requireLoopbackHost({ headers: { host } }: Pick<FastifyRequest, 'headers'>): void {
  if (isLoopbackHost(host)) return;
  throw new Refusal(
    403,
    'forbidden',
    'This console accepts requests only under the host names of this machine.',
    'Open it as 127.0.0.1 or localhost.',
  );
}

export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && /^(?:::ffff:)?127\.|^::1$/.test(address);
}
