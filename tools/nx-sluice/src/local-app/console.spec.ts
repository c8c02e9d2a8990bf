import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { connectLocalCloud } from '@sluice/local-cloud';
import { parseOutput } from '../testing/published-schema';
import { TemporaryWorkspace } from '../testing/temporary-workspace';

const repository = resolve(__dirname, '../../../..');
const outdir = join(repository, 'dist', `console-spec-${process.pid}`);
const workspace = new TemporaryWorkspace();
let child: ChildProcess | undefined;
/** What the process printed for a person. */
let said = '';

// As it is published: with the console.
beforeAll(() => {
  execFileSync(process.execPath, [
    join(repository, 'tools/nx-sluice/build.mjs'),
    '--console',
    `--outdir=${outdir}`,
  ]);
}, 120_000);
afterEach(async () => {
  if (child !== undefined && child.exitCode === null) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
});
afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
  workspace.dispose();
});

/** Runs `sluice console` until it prints the address that signs a browser in. */
async function openConsole(bin: string, env: NodeJS.ProcessEnv): Promise<URL | string> {
  const { PATH } = process.env;
  const words = [bin, 'console', '--port=0', '--json'];
  child = spawn(process.execPath, words, {
    cwd: workspace.root,
    env: { PATH, HOME: workspace.home, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('The process has no output.');
  said = '';
  stderr.on('data', (text: Buffer) => (said += text.toString()));
  let json = '';
  for await (const line of createInterface(stdout)) {
    json += line;
    if (line === '}') return new URL(parseOutput<{ url: string }>('console', json).url);
  }
  return said;
}

it('stays below 12 MB unpacked', () => {
  const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).map((path) => join(outdir, path));
  const bytes = files.map((file) => statSync(file)).filter((stat) => stat.isFile());
  expect(bytes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(12_000_000);
});

it("serves the console of the configured bucket with the caller's own credentials", async () => {
  await workspace.pack('content');
  expect(await workspace.publish()).toMatchObject({ success: true });
  const cloud = await connectLocalCloud({ folder: workspace.cloud });
  const keys = [
    `aws_access_key_id = ${cloud.accessKeyId}`,
    `aws_secret_access_key = ${cloud.secretAccessKey}`,
  ];
  workspace.write('aws.ini', ['[default]', ...keys, ''].join('\n'));
  try {
    const address = await openConsole(join(outdir, 'bin/sluice.cjs'), {
      SLUICE_BUCKET: 'sluice-local',
      AWS_REGION: cloud.region,
      AWS_ENDPOINT_URL: cloud.endpoint,
      // Relative to where the command runs.
      AWS_SHARED_CREDENTIALS_FILE: 'aws.ini',
      NODE_EXTRA_CA_CERTS: 'proxy.pem',
      CONSOLE_BADGES: 'stage',
    });
    // Node warns of certificates that are not there: the command's own, and the server's.
    expect(said.match(/Ignoring extra certs from `proxy\.pem`/g)).toHaveLength(2);
    if (typeof address === 'string') throw new Error(address);
    expect(address.hostname).toBe('127.0.0.1');
    const page = await fetch(address.origin);
    expect(await page.text()).toContain('<!doctype html>');
    const board = new URL('/api/board', address);
    expect((await fetch(board)).status).toBe(401);
    const headers = { authorization: `Bearer ${address.searchParams.get('token')}` };
    const answer = await fetch(board, { headers });
    const commit = workspace.git('rev-parse', 'HEAD');
    expect(await answer.text()).toContain(commit);
    const badge = await fetch(new URL('/badge/stage.svg', address));
    expect(await badge.text()).toContain(commit.slice(0, 8));
    expect((await fetch(new URL('/badge/uat.svg', address))).status).toBe(404);
  } finally {
    await cloud.close();
  }
  child?.kill('SIGINT');
  expect(await once(child as ChildProcess, 'close')).toEqual([0, null]);
});

it('says what to do in a build without the console', async () => {
  const said = await openConsole(join(repository, 'dist/nx-sluice/bin/sluice.cjs'), {
    SLUICE_LOCAL_CLOUD: workspace.cloud,
  });
  expect(said).toMatch(/^This build of nx-sluice does not contain the release console\.\nIn the repository/);
});
