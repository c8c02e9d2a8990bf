import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cloud } from './cloud';

const bucket = 'sluice-bench';

/**
 * A moto of its own, with a bucket that keeps versions. Objects are files in `folder`; moto keeps the parts of an object
 * beside it, and puts parts together in memory, with up to three times the size of the object.
 * @param python an interpreter that finds moto
 */
export async function openMoto(python: string, folder: string): Promise<Cloud> {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const log = join(folder, 'moto.log');
  const written = openSync(log, 'w');
  const child = spawn(
    python,
    [join(__dirname, 'moto_large.py'), '-H', '127.0.0.1', '-p', new URL(endpoint).port],
    {
      stdio: ['ignore', written, written],
      env: { ...process.env, TMPDIR: folder },
      // Its own starter, where it is started through one, ends with it.
      detached: true,
    },
  );
  const gone = once(child, 'exit').then(() => true);
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) {
      const end = readFileSync(log, 'utf8').slice(-2_000);
      process.stderr.write(`moto ended with ${child.exitCode ?? child.signalCode}: ${end}\n`);
      return;
    }
    process.kill(-child.pid!, 'SIGKILL');
    await gone;
    const failure = readFileSync(log, 'utf8').split('Traceback')[1];
    if (failure !== undefined) process.stderr.write(`moto failed: ${failure.slice(-2_000)}\n`);
  };
  while (!(await fetch(`${endpoint}/moto-api/`).catch(() => undefined)))
    if (await Promise.race([gone, sleep(200)])) {
      await close();
      throw new Error('moto does not start.');
    }
  const versioning = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
  await fetch(`${endpoint}/${bucket}`, { method: 'PUT' });
  await fetch(`${endpoint}/${bucket}?versioning`, { method: 'PUT', body: versioning });
  return {
    bucket,
    env: {
      SLUICE_BUCKET: bucket,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
    },
    close,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
