import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Environment } from '../environment';
import { environmentDefinition, serverScripts, writeVersion } from '../testing/servers';

/** Sends one event to each who listens, and then nothing for ever. */
const streaming = serverScripts.healthy.replace(
  "if (request.url === '/slow')",
  `if (request.url === '/silence') return response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      if (request.url === '/events') {
        response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
        return response.write('data: ' + version + '\\n\\n');
      }
      if (request.url === '/slow')`,
);
const never = new AbortController().signal;

let folder: string;
let environment: Environment;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'streams-'));
  environment = await Environment.open({
    definition: environmentDefinition(),
    folder: join(folder, 'state'),
    // Longer than a test may take: a stream that is waited for fails it.
    timing: { healthIntervalMs: 10, drainMs: 300_000, graceMs: 5_000 },
  });
});
afterEach(async () => {
  await environment.close();
  rmSync(folder, { recursive: true, force: true });
});

const deploy = (id: string) =>
  environment.deploy(writeVersion(join(folder, 'versions'), id, streaming), never);

async function listen() {
  const reader = (await fetch(`${environment.url}/events`)).body!.getReader();
  const next = async () => {
    const { done, value } = await reader.read();
    return done ? 'the end' : Buffer.from(value).toString();
  };
  return { next };
}

it('passes events on as they come, and ends the stream when another version takes over', async () => {
  await deploy('one');
  const stream = await listen();
  expect(await stream.next()).toBe('data: one\n\n');
  await deploy('two');
  expect(await stream.next()).toBe('the end');
  await environment.retired();
  expect(await (await listen()).next()).toBe('data: two\n\n');
});

it('answers at once though no event comes, and lets the server go when the reader has gone', async () => {
  await deploy('one');
  const abandon = new AbortController();
  const answer = await fetch(`${environment.url}/silence`, { signal: abandon.signal });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  abandon.abort();
  await deploy('two');
  await environment.retired();
});
