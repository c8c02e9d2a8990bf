import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Served } from '@sluice/contract';
import packageArchive from '../executors/package-archive/package-archive.impl';
import promote from '../executors/promote/promote.impl';
import { parseOutput } from '../testing/published-schema';
import { TemporaryWorkspace } from '../testing/temporary-workspace';

const bin = resolve(__dirname, '../../../../dist/nx-sluice/bin/sluice.cjs');

let workspace: TemporaryWorkspace;
let child: ChildProcess | undefined;
/** What the process printed for a person. */
let said = '';
beforeEach(() => {
  workspace = new TemporaryWorkspace();
});
afterEach(async () => {
  if (child !== undefined && child.exitCode === null) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  child = undefined;
  workspace.dispose();
});

/** Publishes an app whose built files are these. */
async function publish(files: Record<string, string>, output: string): Promise<void> {
  for (const [path, content] of Object.entries(files)) workspace.write(`dist/app/${path}`, content);
  const assets = [{ input: 'dist/app', output }];
  const packed = await workspace.run(packageArchive, { output: 'dist/app.zip', assets });
  const { success, stderr } = packed.success ? await workspace.publish() : packed;
  if (!success) throw new Error(stderr);
}

/** Runs `sluice start` as a user does, and returns what it prints once everything is served. */
async function start(): Promise<Served> {
  const { PATH } = process.env;
  const env = { PATH, HOME: workspace.home, SLUICE_LOCAL_CLOUD: workspace.cloud };
  const words = [bin, 'start', '--port=0', '--console=0', '--json'];
  child = spawn(process.execPath, words, { cwd: workspace.root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('The process has no output.');
  said = '';
  stderr.on('data', (text: Buffer) => (said += text.toString()));
  let json = '';
  for await (const line of createInterface(stdout)) {
    json += line;
    if (line === '}') return parseOutput<Served>('start', json);
  }
  throw new Error(said);
}

/** Asks until the answer is as expected; the test's own time ends it otherwise. */
async function untilAnswered(url: string | undefined, expected: string): Promise<void> {
  for (let answer = ''; answer !== expected; await delay(50)) {
    const response = await fetch(url ?? '').catch(() => undefined);
    answer = (await response?.text()) ?? '';
  }
}

it('serves a static site in each environment and the cache of Nx, and lets promotions through', async () => {
  await publish({ 'index.html': '<h1>Hello</h1>' }, 'app/client');
  const { environments, cache } = await start();
  const asked = await fetch(`${cache.url}/v1/cache/1`, {
    headers: { authorization: `Bearer ${cache.token}` },
  });
  expect(asked.status).toBe(404);
  expect(environments.map(({ app, name }) => `${app} ${name}`)).toEqual([
    'story stage',
    'story uat',
    'story prod',
  ]);
  const [stage, uat] = environments;
  await untilAnswered(stage?.url, '<h1>Hello</h1>');
  expect(await workspace.run(promote, { env: 'uat', watch: true })).toMatchObject({ success: true });
  await untilAnswered(uat?.url, '<h1>Hello</h1>');
  child?.kill('SIGINT');
  expect(await once(child as ChildProcess, 'close')).toEqual([0, null]);
});

it('says what to do where no project publishes the app', async () => {
  await start();
  child?.kill('SIGINT');
  await once(child as ChildProcess, 'close');
  expect(said).toContain(
    'sluice.json does not say which project publishes the app "story".\nName it there as "project", or run: npx nx g nx-sluice:configuration <project> --app=story',
  );
});

it('starts a server by the command of sluice.json, which knows no health path', async () => {
  const command = 'exec node app/tool/serve.js --greeting=Hi';
  const environments = { stage: { tag: 'latest' } };
  workspace.write('sluice.json', JSON.stringify({ app: 'story', start: { command }, environments }));
  workspace.commit('start command');
  const server = `require('node:http')
    .createServer(({ url }, response) => {
      response.statusCode = url === '/' ? 200 : 404;
      response.end(process.argv[2]);
    })
    .listen(process.env.PORT, process.env.HOST);`;
  await publish({ 'serve.js': server }, 'app/tool');
  const { environments: served } = await start();
  await untilAnswered(served[0]?.url, '--greeting=Hi');
});
