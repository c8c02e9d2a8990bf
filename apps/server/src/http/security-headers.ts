import type { FastifyReply } from 'fastify';

/** Nothing is loaded from elsewhere, nothing inline runs, and no other page may frame the console. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** A year. */
const alwaysEncrypted = { 'strict-transport-security': 'max-age=31536000' };

/**
 * Goes on every answer: pages, files, API and errors alike.
 *
 * @param isEncrypted browsers see the server by https, and are to come back by https only
 */
export function addSecurityHeaders(reply: FastifyReply, isEncrypted: boolean): void {
  reply.headers(headers);
  if (isEncrypted) reply.headers(alwaysEncrypted);
}
