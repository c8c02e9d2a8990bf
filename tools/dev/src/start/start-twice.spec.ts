import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connectLocalCloud } from '@sluice/local-cloud';
import { resolveApps } from '@sluice/release';
import { openLocalApp } from 'nx-sluice';

const repository = resolve(__dirname, '../../../..');
const folder = mkdtempSync(join(tmpdir(), 'sluice-twice-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(): Promise<{ code: number | null; output: string }> {
  const args = ['-r', '@swc-node/register', 'tools/dev/src/start/main.ts'];
  const env = { ...process.env, SLUICE_LOCAL_CLOUD: folder };
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: repository, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', fail);
    child.once('close', (code) => done({ code, output }));
  });
}

it('says first that the folder is in use, and leaves it to whoever serves it', async () => {
  const file = { app: 'story', environments: { stage: { tag: 'latest' } } };
  const apps = resolveApps({ file, env: { SLUICE_LOCAL_CLOUD: folder } });
  const first = await openLocalApp({ apps, folder, port: 0, publicPort: () => 0 });
  try {
    const second = await start();
    expect(second.output.trim().split('\n')).toEqual([
      `The pipelines in ${join(folder, 'codepipeline')} are run by process ${process.pid} already.`,
      'Use that process, or stop it first.',
    ]);
    expect(second.code).toBe(1);
    const found = await connectLocalCloud({ folder });
    expect(found.endpoint).toBe(first.cloud.endpoint);
    await found.close();
  } finally {
    await first.close();
  }
});
