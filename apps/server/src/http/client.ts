import fastifyCompress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sep } from 'node:path';
import { constants } from 'node:zlib';
import { isApiUrl } from './paths';
import { answerNotFound } from './problems';

const immutable = 'public, max-age=31536000, immutable';

/**
 * Serves the built client. Files under `assets/` carry a hash of their content in their name and may be kept for
 * ever; all others are asked for again.
 *
 * No ETag, no Last-Modified: the static library makes both from size and modification time, and an archive gives
 * all its files one time. Two releases' index.html are often of one size, so a browser would be told "not
 * modified" and would look for assets that are gone.
 */
export function addClient(app: FastifyInstance, directory: string): void {
  // Here and not in the build: what zlib makes of a file differs between Node versions, and would change the archive.
  app.register(fastifyCompress, {
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } },
  });
  app.register(fastifyStatic, {
    root: directory,
    etag: false,
    lastModified: false,
    cacheControl: false,
    dotfiles: 'ignore',
    setHeaders: (reply, path) => {
      reply.setHeader(
        'cache-control',
        path.startsWith(`${directory}${sep}assets${sep}`) ? immutable : 'no-cache',
      );
    },
  });
  app.setNotFoundHandler((request, reply) =>
    isPageVisit(request) ? reply.sendFile('index.html') : answerNotFound(request, reply),
  );
}

/** Says plainly that there is no client, where a browser would expect one. */
export function addMissingClient(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) =>
    isPageVisit(request) ? answerMissingClient(reply) : answerNotFound(request, reply),
  );
}

function answerMissingClient(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send('The console has not been built. Build the client, or set SLUICE_CLIENT_DIR to its folder.\n');
}

/** A script or an image that is missing accepts anything; only the visit of a page asks for HTML by name. */
export function isPageVisit(request: FastifyRequest): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return reads && !isApiUrl(request.url) && !!request.headers.accept?.includes('text/html');
}
