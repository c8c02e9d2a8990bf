import { get as ask, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { makeClientFolder, type ClientFolder } from '../testing/client-folder';
import { runServer, type RunningServer } from '../testing/running-server';

let folder: ClientFolder;
let server: RunningServer;
beforeAll(async () => {
  folder = await makeClientFolder();
  server = await runServer({ clientDirectory: folder.path });
});
afterAll(async () => {
  await server.close();
  await folder.remove();
});

const get = (path: string, accept = '*/*', method = 'GET') =>
  fetch(`${server.url}${path}`, { method, headers: { accept } });
/** The bytes as they were sent: fetch unpacks them. */
const receive = (path: string, encoding = 'identity') =>
  new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    ask(`${server.url}${path}`, { headers: { 'accept-encoding': encoding } }, (response) => {
      buffer(response).then((body) => resolve({ headers: response.headers, body }), reject);
    }).on('error', reject);
  });
const browser = 'text/html,application/xhtml+xml,*/*;q=0.8';

it.each(['/', '/index.html', '/releases', '/environments/prod/history?page=2', '/apiary'])(
  'gives the page to a browser at %s, and has it asked for again',
  async (path) => {
    const answer = await get(path, browser);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(await answer.text()).toContain('<title>Console</title>');
  },
);

it('never tells a browser that the page is unmodified, because releases share sizes and times', async () => {
  const { headers } = await get('/', browser);
  expect(headers.get('etag')).toBeNull();
  expect(headers.get('last-modified')).toBeNull();
});

it('lets a browser keep hashed files for ever, and only those', async () => {
  const asset = await get('/assets/index-B3kd92Lq.js');
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(asset.headers.get('content-type')).toMatch(/javascript/);
  expect(asset.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('no-cache');
});

it.each(['br', 'gzip'])(
  'sends scripts as %s to who takes it, and says that this depends',
  async (encoding) => {
    const { headers, body } = await receive('/assets/index-B3kd92Lq.js', encoding);
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers.vary).toContain('accept-encoding');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const unpacked = encoding === 'br' ? brotliDecompressSync(body) : gunzipSync(body);
    expect(unpacked.toString()).toBe((await receive('/assets/index-B3kd92Lq.js')).body.toString());
    expect(body.length).toBeLessThan(unpacked.length / 2);
  },
);

it('answers 404 in JSON, not the page, for a file that is missing', async () => {
  const answer = await get('/assets/index-gone.js');
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({
    code: 'not-found',
    error: expect.stringContaining('index-gone.js'),
  });
});

it.each(['/.hidden', '/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd', '/assets'])(
  'gives away nothing at %s',
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await answer.json()).toEqual({
      code: expect.stringMatching(/^(not-found|usage)$/),
      error: expect.any(String),
      remedy: expect.any(String),
      requestId: expect.any(String),
    });
  },
);

it('answers HEAD like GET, without the body', async () => {
  const answer = await get('/releases', browser, 'HEAD');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('');
});

it('says in plain words that the client was not built', async () => {
  const bare = await runServer();
  try {
    const answer = await fetch(bare.url, { headers: { accept: browser } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await answer.text()).toContain('SLUICE_CLIENT_DIR');
  } finally {
    await bare.close();
  }
});
