import type { FastifyReply, FastifyRequest } from 'fastify';

/** Sends `value` under a version, or that the asker's is still the right one. A browser asks again each time. */
export function sendVersion<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  value: T,
  version: string,
): T | FastifyReply {
  const etag = `"${version}"`;
  reply.header('etag', etag).header('cache-control', 'private, no-cache');
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''));
  return known.includes(etag) ? reply.code(304).send() : value;
}
