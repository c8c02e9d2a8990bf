// Serves app/client on $PORT. A path without a file is a page of the app, so it gets index.html; /healthz says that it runs.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, extname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream';
import { fileURLToPath } from 'node:url';

const root = process.argv[2] ?? fileURLToPath(new URL('app/client', import.meta.url));
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** The file that a path means; nothing where it has none, leaves the folder, or begins with a dot. */
async function fileOf(path) {
  const inside = normalize(join('/', path));
  if (inside.split('/').some((part) => part.startsWith('.')) || inside.includes('\0')) return undefined;
  for (const file of [inside, `${inside}.html`, join(inside, 'index.html')]) {
    const found = await stat(join(root, file)).catch(() => undefined);
    if (found?.isFile()) return { file: join(root, file), size: found.size };
  }
  return undefined;
}

function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

const server = createServer(async ({ method, url }, response) => {
  const end = (status, text) =>
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
  if (method !== 'GET' && method !== 'HEAD') return end(405, 'Method not allowed\n');
  const path = pathOf(url);
  if (path === undefined) return end(400, 'Bad request\n');
  if (path === '/healthz') {
    const { SLUICE_COMMIT: commit, SLUICE_DIGEST: digest } = process.env;
    return response
      .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify({ status: 'ok', commit, digest }));
  }
  const found =
    (await fileOf(path)) ?? (basename(path).includes('.') ? undefined : await fileOf('/index.html'));
  if (found === undefined) return end(404, 'Not found\n');
  // Names with a hash in them never change their content; all others are asked for again.
  const isHashed = found.file.includes('/assets/') && /[-.][A-Za-z0-9_-]{8,}\.\w+$/.test(found.file);
  response.writeHead(200, {
    'content-type': types[extname(found.file).toLowerCase()] ?? 'application/octet-stream',
    'content-length': found.size,
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  if (method === 'HEAD') return response.end();
  pipeline(createReadStream(found.file), response, () => undefined);
});

server.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '0.0.0.0');
process.on('SIGTERM', () => server.close(() => process.exit(0)));
