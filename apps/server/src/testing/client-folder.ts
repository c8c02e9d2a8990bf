import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ClientFolder {
  path: string;
  remove(): Promise<void>;
}

/** A folder as the client's build leaves it. */
export async function makeClientFolder(): Promise<ClientFolder> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-client-'));
  await mkdir(join(path, 'assets'));
  await writeFile(join(path, 'index.html'), '<!doctype html><title>Console</title>');
  await writeFile(join(path, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(path, 'assets/index-B3kd92Lq.js'), 'console.log(1);\n'.repeat(200));
  await writeFile(join(path, '.hidden'), 'not for the world');
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
