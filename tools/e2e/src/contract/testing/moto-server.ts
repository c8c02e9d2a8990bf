import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The program's path, when it is on the PATH. */
export function findMoto(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders
    .map((folder) => join(folder, 'moto_server'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

export interface MotoServer {
  endpoint: string;
  stop(): Promise<void>;
}

const startsWithin = 60_000;

/** Starts moto on a free port and waits until it answers. */
export async function startMoto(program: string): Promise<MotoServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  let isGone = false;
  void ended.then(() => (isGone = true));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  for (const deadline = Date.now() + startsWithin; ; await sleep(100)) {
    if (await answers(endpoint)) return { endpoint, stop };
    if (isGone || Date.now() > deadline) {
      await stop();
      throw new Error(`${program} did not start to listen on ${endpoint}.`);
    }
  }
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    await fetch(`${endpoint}/moto-api/`, { headers: { connection: 'close' } });
    return true;
  } catch {
    return false;
  }
}

/** A port that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
