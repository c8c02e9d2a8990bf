import { once } from 'node:events';
import { lstatSync, mkdirSync, readdirSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localBucket } from '@sluice/composition';
import { connectLocalCloud } from '@sluice/local-cloud';
import { CachedWorkspace, type Machine, repository } from './testing/cached-workspace';

jest.setTimeout(120_000);

const workspace = new CachedWorkspace();
afterAll(() => workspace.dispose());

const commit = 'c'.repeat(40);
const pushToMain = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_SHA: commit,
  GITHUB_ACTOR: 'amy',
};

/** What Nx keeps of its own, as far as it is read here. */
interface FileMap {
  fileMap: { projectFileMap: Record<string, { file: string; deps?: string[] }[]> };
}

interface Graph {
  graph: { dependencies: Record<string, { target: string }[]> };
}

/** Prints what is kept of the files of the commit; with a body, the status of storing that. */
const asking = `
  const { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: url, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token } = process.env;
  const { body } = globalThis;
  fetch(url + '/v1/workspace-data', { method: body ? 'PUT' : 'GET', headers: { authorization: 'Bearer ' + token }, body })
    .then(async (answer) => body ? String(answer.status) : require('node:zlib').gunzipSync(await answer.arrayBuffer()))
    .then((text) => process.stdout.write(text));`;

const outputsOf = (machine: Machine) => ({
  content: machine.read('dist/client/main.js'),
  mode: statSync(join(machine.root, 'dist/client/run.sh')).mode & 0o777,
  link: lstatSync(join(machine.root, 'dist/server/index.js')).isSymbolicLink()
    ? readlinkSync(join(machine.root, 'dist/server/index.js'))
    : 'no link',
});

describe('two machines and one bucket, with the real client of Nx', () => {
  it('fills the cache on the first one, and ends with a line that says so', async () => {
    const ci = workspace.machine('ci');
    const { code, stdout, stderr } = await ci.build([], pushToMain);
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Cache: 0 hits, 2 misses, 2 stored \(.* B\) in main\.\n$/),
    });
    expect(stdout).toContain('built client');
    expect(ci.changes).toBe('');
  });

  it('leaves the names of what Nx hashed beside the entries, which is not counted', async () => {
    const read = `
      const { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: url, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token } = process.env;
      fetch(url + '/v1/cache/inputs-${commit}', { headers: { authorization: 'Bearer ' + token } })
        .then(async (answer) => require('node:zlib').gunzipSync(await answer.arrayBuffer()))
        .then((text) => console.log(text.toString()));`;
    const reader = workspace.machine('reader');
    const { stdout, stderr } = await reader.run(
      ['cache', '--read-only', '--', process.execPath, '-e', read],
      pushToMain,
    );
    const { tasks } = JSON.parse(stdout) as { tasks: Record<string, Record<string, string>> };
    expect(Object.keys(tasks).sort()).toEqual(['client:build', 'server:build']);
    expect(tasks['client:build']).toMatchObject({
      'client:client/**/*': expect.stringMatching(/^[0-9a-f]{8}$/),
    });
    expect(stderr).toContain('Cache: 0 hits, 0 misses');
  });

  it('restores every output on the second one, with modes and links, and stores nothing', async () => {
    const deploy = workspace.machine('deploy');
    const { code, stdout, stderr } = await deploy.build(['--read-only'], pushToMain);
    expect(code).toBe(0);
    expect(stdout.match(/\[remote cache\]/g)).toHaveLength(2);
    expect(stderr).toMatch(/^Cache: 2 hits \(.* B\), 0 misses, nothing stored \(read only\)\./);
    expect(outputsOf(deploy)).toEqual({ content: 'client', mode: 0o755, link: 'main.js' });
    expect(deploy.changes).toBe('');
  });

  it('takes what Nx found out about the files of the commit, of which Nx uses what is still true', async () => {
    const ask = (machine: Machine, script: string) =>
      machine.run(['cache', '--', process.execPath, '-e', script + asking], pushToMain);
    const reader = workspace.machine('files');
    const left = await ask(reader, '');
    const files = JSON.parse(left.stdout) as Record<string, string>;
    const map = JSON.parse(files['file-map.json']!) as FileMap;
    const server = map.fileMap.projectFileMap.server!.find(({ file }) => file === 'server/main.js')!;
    // So that it shows whether Nx took this one, or found it out itself.
    server.deps = ['client'];
    const other = { ...files, 'file-map.json': JSON.stringify(map) };
    const change = `globalThis.body = require('node:zlib').gzipSync(${JSON.stringify(JSON.stringify(other))});`;
    writeFileSync(join(reader.root, 'server/main.js'), 'not committed');
    expect(await ask(reader, change)).toMatchObject({ stdout: '404' });
    reader.git('checkout', '-q', 'server/main.js');
    reader.git('commit', '-q', '--allow-empty', '-m', 'other');
    expect(await ask(reader, change)).toMatchObject({ stdout: '200' });

    const dependenciesOf = async (content?: string) => {
      const machine = workspace.machine(`taker-${content ?? 'same'}`);
      machine.git('fetch', '-q', reader.root, 'HEAD');
      machine.git('checkout', '-q', 'FETCH_HEAD');
      if (content !== undefined) writeFileSync(join(machine.root, 'server/main.js'), content);
      const nx = join(repository, 'node_modules/nx/dist/bin/nx.js');
      await machine.run([
        'cache',
        '--read-only',
        '--',
        process.execPath,
        nx,
        'graph',
        '--file=.nx/graph.json',
      ]);
      const { graph } = JSON.parse(machine.read('.nx/graph.json')) as Graph;
      return graph.dependencies.server?.map(({ target }) => target);
    };
    expect(await dependenciesOf()).toEqual(['client']);
    expect(await dependenciesOf('changed')).toEqual([]);
  });

  it('builds as ever where the bucket is away, and says so once for reading and once for storing', async () => {
    const laptop = workspace.machine('laptop');
    const { code, stdout, stderr } = await laptop.build(['--namespace=pr/7'], {
      SLUICE_BUCKET: 'nowhere',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
    });
    expect(code).toBe(0);
    expect(stdout).toContain('Successfully ran target build for 2 projects');
    expect(
      stderr.match(/Nothing more is read from the cache: The bucket "nowhere" cannot be reached/g),
    ).toHaveLength(1);
    expect(stderr.match(/Nothing more is stored in the cache/g)).toHaveLength(1);
    expect(stderr).toContain('Cache: 0 hits, 2 misses, 0 stored in pr/7.');
  });
});

describe('the command that is run', () => {
  const machine = workspace.machine('commands');
  const node = (script: string) => ['cache', '--', process.execPath, '-e', script];

  it('gets the address and the token, and its exit code is passed on', async () => {
    const script = `
      const { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: url, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token } = process.env;
      fetch(url + '/v1/cache/1', { headers: { authorization: 'Bearer ' + token } }).then(({ status }) => {
        console.log(status);
        process.exitCode = 7;
      });`;
    expect(await machine.run(node(script))).toEqual({
      code: 7,
      stdout: '404\n',
      stderr: 'Cache: 0 hits, 1 miss, 0 stored in main.\n',
    });
  });

  it('leaves standard output to one JSON object with --json', async () => {
    const { code, stdout, stderr } = await machine.run([
      ...['cache', '--json', '--', process.execPath, '-e', 'console.log("words of the command")'],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, reads: ['main'], writes: 'main', hits: 0 });
    expect({ code, said: stderr.split('\n')[0] }).toEqual({ code: 0, said: 'words of the command' });
  });

  it('gets a signal that was sent to sluice alone, and nothing is left behind', async () => {
    const child = machine.start(node('console.log(process.pid); setInterval(() => {}, 1000)'));
    const [said] = (await once(child.stdout!, 'data')) as [Buffer];
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(143);
    expect(() => process.kill(Number(said.toString()), 0)).toThrow('ESRCH');
  });

  it('leaves no entry where it is killed in the middle of a PUT, and the next one clears up', async () => {
    const temporary = join(machine.home, '..', 'tmp');
    mkdirSync(temporary);
    const half = `
      const { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: url, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token } = process.env;
      const headers = { authorization: 'Bearer ' + token, 'content-length': 1_000_000 };
      const sent = require('node:http').request(url + '/v1/cache/1', { method: 'PUT', headers });
      sent.on('error', () => {});
      sent.write(Buffer.alloc(500_000));
      const isReceiving = () => require('node:fs').readdirSync(process.env.TMPDIR, { recursive: true }).length === 2;
      setInterval(() => isReceiving() && process.kill(process.ppid, 'SIGKILL') && process.exit(), 5);`;
    const killed = await machine.run(node(half), { TMPDIR: temporary });
    expect({ code: killed.code, left: readdirSync(temporary).length }).toEqual({ code: null, left: 1 });
    expect(await machine.run(node(''), { TMPDIR: temporary })).toMatchObject({ code: 0 });
    expect(readdirSync(temporary)).toEqual([]);
    const cloud = await connectLocalCloud({ folder: workspace.cloud });
    expect(cloud.store.currentVersion(localBucket, 'cache/main/1')).toBeUndefined();
    await cloud.close();
  });

  it('runs without a shared cache in CI without a bucket, which is said', async () => {
    const { code, stdout, stderr } = await machine.run(node('console.log("ran")'), {
      ...pushToMain,
      SLUICE_LOCAL_CLOUD: '',
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'ran\n' });
    expect(stderr).toContain('There is no shared cache: No bucket configured in CI');
  });
});
