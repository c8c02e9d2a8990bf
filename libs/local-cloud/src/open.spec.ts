import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Service } from './http/service';
import { connectLocalCloud as connect, ensureBucket, openLocalCloud as open, type LocalCloud } from './open';
import { clientOf, temporaryFolder } from './testing/cloud';
import { runScript } from './testing/processes';
import { send, signedHeaders } from './testing/signed-request';

/** Jest would wait for a server that a failed test has left open. */
const closings: (() => Promise<void>)[] = [];

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
  await rm(folder, { recursive: true });
});

async function closedAtTheEnd(opening: Promise<LocalCloud>): Promise<LocalCloud> {
  const cloud = await opening;
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= cloud.close());
  closings.push(close);
  return { ...cloud, close };
}

const openLocalCloud = (...options: Parameters<typeof open>) => closedAtTheEnd(open(...options));
const connectLocalCloud = (...options: Parameters<typeof connect>) => closedAtTheEnd(connect(...options));

/** @returns the address of a server that is no local cloud */
async function otherServer(): Promise<string> {
  const server = createServer((_, response) => response.end('{"proof":"guessed"}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closings.push(() => new Promise((resolve) => server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('openLocalCloud', () => {
  it('makes one key per folder, which only its owner may read', async () => {
    const first = await openLocalCloud({ folder });
    await first.close();
    const second = await openLocalCloud({ folder });
    await second.close();
    const other = await openLocalCloud({ folder: join(folder, 'other') });
    await other.close();
    expect(second.secretAccessKey).toBe(first.secretAccessKey);
    expect(other.secretAccessKey).not.toBe(first.secretAccessKey);
    expect((await stat(join(folder, 'credentials.json'))).mode & 0o777).toBe(0o600);
    expect(first.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('says what is wrong with a folder, a port, or a key file', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openLocalCloud({ folder: join(folder, 'file') })).rejects.toMatchObject({
      message: expect.stringContaining('cannot be used'),
      remedy: expect.stringContaining('folder'),
    });
    const cloud = await openLocalCloud({ folder });
    const port = Number(new URL(cloud.endpoint).port);
    await expect(openLocalCloud({ folder, port })).rejects.toMatchObject({
      message: expect.stringContaining('another program uses this port'),
      remedy: expect.stringContaining('another port'),
    });
    await cloud.close();
    await writeFile(join(folder, 'credentials.json'), '{');
    await expect(openLocalCloud({ folder })).rejects.toMatchObject({
      message: expect.stringContaining('does not contain an access key'),
    });
  });

  it('reports new versions, to whoever listens in this process, and opens them', async () => {
    const cloud = await openLocalCloud({ folder });
    await ensureBucket(cloud, 'releases');
    const told: string[] = [];
    const stop = cloud.store.onNewVersion(({ bucket, record }) => told.push(`${bucket}/${record.key}`));
    const client = clientOf(cloud);
    const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: 'releases', Key, Body: 'x' }));
    const { VersionId } = await put('latest.zip');
    stop();
    await put('other.zip');
    expect(told).toEqual(['releases/latest.zip']);
    const current = cloud.store.currentVersion('releases', 'latest.zip');
    expect(current?.versionId).toBe(VersionId);
    const opened = await cloud.store.openVersion('releases', 'latest.zip', VersionId!);
    expect(await readFile(opened.path, 'utf8')).toBe('x');
    await opened.close();
    client.destroy();
  });
});

describe('connectLocalCloud', () => {
  it('uses the server that holds the folder, and leaves it running', async () => {
    const server = await openLocalCloud({ folder });
    const command = await connectLocalCloud({ folder });
    expect(command.endpoint).toBe(server.endpoint);
    await command.close();
    const client = clientOf(server);
    await client.send(new ListBucketsCommand({}));
    client.destroy();
  });

  it('finds a server on the port of a killed one, whose announcement looked alive a moment longer', async () => {
    const probe = await openLocalCloud({ folder, announce: false });
    const { endpoint } = probe;
    await probe.close();
    const lingering = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], {
      stdio: 'ignore',
    });
    const announcement = { endpoint, owner: `${lingering.pid} 0 0` };
    await writeFile(join(folder, 'server.json'), JSON.stringify(announcement));
    await openLocalCloud({ folder, port: Number(new URL(endpoint).port) });
    lingering.kill('SIGKILL');
    await once(lingering, 'exit');
    const found = await connectLocalCloud({ folder });
    expect(found.endpoint).toBe(endpoint);
  });

  it('serves the folder itself when nobody does, or whoever did is gone or someone else', async () => {
    const alone = await connectLocalCloud({ folder });
    await alone.close();
    const taken = await otherServer();
    for (const owner of [`${process.pid}`, '999999999 1 0']) {
      await writeFile(join(folder, 'server.json'), JSON.stringify({ endpoint: taken, owner }));
      const cloud = await connectLocalCloud({ folder });
      expect(cloud.endpoint).not.toBe(taken);
      const client = clientOf(cloud);
      await client.send(new ListBucketsCommand({}));
      client.destroy();
      await cloud.close();
    }
  });

  describe('with a name', () => {
    const name = 'ab'.repeat(16);
    const endpointOf = async (options: { announcedAs?: string }) => {
      const cloud = await connectLocalCloud({ folder, ...options });
      await cloud.close();
      return cloud.endpoint;
    };

    it('uses the server that is announced under it, which nobody else finds, until that closes', async () => {
      const served = await connectLocalCloud({ folder, announceAs: name });
      expect(await endpointOf({ announcedAs: name })).toBe(served.endpoint);
      expect(await endpointOf({})).not.toBe(served.endpoint);
      expect(await endpointOf({ announcedAs: 'cd'.repeat(16) })).not.toBe(served.endpoint);
      await served.close();
      expect(await endpointOf({ announcedAs: name })).not.toBe(served.endpoint);
      expect(await readdir(join(folder, 'servers'))).toEqual([]);
    });

    it('prefers the server that everybody finds, which may run pipelines', async () => {
      await connectLocalCloud({ folder, announceAs: name });
      const server = await openLocalCloud({ folder });
      expect(await endpointOf({ announcedAs: name })).toBe(server.endpoint);
    });

    it('serves the folder itself where the name is another path, or the server does not prove itself', async () => {
      const endpoint = await otherServer();
      await mkdir(join(folder, 'servers'));
      const announcement = JSON.stringify({ endpoint, owner: `${process.pid} 0 0` });
      await writeFile(join(folder, 'servers', `${name}.json`), announcement);
      expect(await endpointOf({ announcedAs: name })).not.toBe(endpoint);

      const served = await connectLocalCloud({ folder, announceAs: name });
      expect(await endpointOf({ announcedAs: `../servers/${name}` })).not.toBe(served.endpoint);
    });

    it('clears away the announcements of killed processes, and only these', async () => {
      await mkdir(join(folder, 'servers'));
      const left = JSON.stringify({ endpoint: 'http://127.0.0.1:9', owner: '999999999 1 0' });
      await writeFile(join(folder, 'servers', `${'cd'.repeat(16)}.json`), left);
      await connectLocalCloud({ folder, announceAs: 'ef'.repeat(16) });
      await connectLocalCloud({ folder, announceAs: name });
      expect(await readdir(join(folder, 'servers'))).toEqual([`${name}.json`, `${'ef'.repeat(16)}.json`]);
    });
  });

  it('does so in several processes at a time, which see what each other wrote', async () => {
    const clouds = await Promise.all([1, 2, 3].map(() => connectLocalCloud({ folder })));
    expect(new Set(clouds.map(({ endpoint }) => endpoint)).size).toBe(3);
    await Promise.all(clouds.map((cloud) => ensureBucket(cloud, 'releases')));
    await Promise.all(
      clouds.map(async (cloud, index) => {
        const client = clientOf(cloud);
        await client.send(new PutObjectCommand({ Bucket: 'releases', Key: `from ${index}`, Body: 'x' }));
        client.destroy();
      }),
    );
    for (const { store } of clouds) expect(store.buckets.keys('releases')).toHaveLength(3);
  });
});

describe('a service beside S3', () => {
  const echo: Service = {
    name: 'codepipeline',
    matches: (request) => request.headers['x-amz-target'] !== undefined,
    handle: async (context) => {
      await context.begin({ operation: 'Echo' });
      await context.sendJson({ result: JSON.parse((await context.body()).toString()) });
    },
  };

  it('shares the port, and gets verified requests only', async () => {
    const cloud = await openLocalCloud({ folder, services: () => [echo] });
    const url = new URL(cloud.endpoint);
    const body = '{"a":1}';
    const request = async (keys: typeof cloud, sent = body) => {
      const target = { 'x-amz-target': 'Echo', 'content-type': 'application/x-amz-json-1.1' };
      const headers = await signedHeaders(keys, 'POST', url, target, { service: 'codepipeline', body });
      return send(url, 'POST', headers, sent);
    };
    expect(await request(cloud)).toMatchObject({ status: 200, body: '{"result":{"a":1}}' });
    const wrong = await request({ ...cloud, secretAccessKey: 'wrong' });
    expect(wrong.status).toBe(403);
    expect(JSON.parse(wrong.body)).toMatchObject({ __type: 'InvalidSignatureException' });
    expect((await request(cloud, '{"a":2}')).status).toBe(403);
    const client = clientOf(cloud);
    expect((await client.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
    client.destroy();
  });
});

describe('the serve script', () => {
  it('says how to reach it, and closes on Ctrl-C', async () => {
    await mkdir(join(folder, 'cloud'));
    const path = join(folder, 'cloud');
    const script = runScript('bin/serve.ts', ['--folder', path, '--port', '0', '--bucket', 'releases']);
    await script.reached(6);
    const command = await connectLocalCloud({ folder: path });
    expect(script.lines.join('\n')).toContain(`aws --endpoint-url ${command.endpoint} s3 ls s3://releases`);
    expect(command.store.buckets.read('releases').versioning).toBe('Enabled');
    await command.close();
    await script.kill('SIGINT');
    expect(script.child.exitCode).toBe(0);
    expect(script.lines.at(-1)).toBe('The local cloud has stopped.');
    const confused = runScript('bin/serve.ts', ['--port', 'many']);
    await expect(confused.reached(1)).rejects.toThrow(/many is not a port/);
    expect(confused.child.exitCode).toBe(1);
  }, 30_000);
});
