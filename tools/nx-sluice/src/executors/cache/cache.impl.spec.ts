import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TemporaryWorkspace } from '../../testing/temporary-workspace';
import cache from './cache.impl';

const workspace = new TemporaryWorkspace();
afterAll(() => workspace.dispose());

it.each([
  [[], /^No command to run was given\.\nWrite it behind --/],
  [['no-such-program'], /Cannot run "no-such-program": there is no such program\./],
])('refuses the command %j, and leaves standard output alone', async (command, message) => {
  expect(await workspace.run(cache, { command })).toMatchObject({
    success: false,
    exitCode: 2,
    stdout: '',
    stderr: expect.stringMatching(message),
  });
});

it('finds what the workspace has installed, wherever it stands, and everything else', async () => {
  const name = 'installed-here';
  const program = join(workspace.root, 'node_modules/.bin', name);
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, '#!/bin/sh\nexec sh -c "exit 7"\n', { mode: 0o755 });
  const command = [name];
  expect(
    await workspace.run(cache, { command }, { context: { cwd: join(workspace.root, 'node_modules') } }),
  ).toMatchObject({
    exitCode: 7,
  });
});

it('runs the command without a cache where there can be none, and passes its exit code on', async () => {
  const command = [process.execPath, '-e', 'process.exitCode = 3'];
  const { exitCode, stderr } = (await workspace.run(
    cache,
    { command },
    { env: { SLUICE_LOCAL_CLOUD: '/dev/null/nowhere' } },
  )) as { exitCode?: number; stderr: string };
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(
    /^There is no shared cache: The local cloud's folder .* cannot be used.*\nThe command ran without a shared cache\.\n$/,
  );
});

it('refuses to store for an app that there is not, and runs what only reads, without a cache', async () => {
  const command = [process.execPath, '-e', 'process.exitCode = 3'];
  const stores = await workspace.run(cache, { command, app: 'nowhere' });
  expect(stores).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('"nowhere"') });
  const reads = await workspace.run(cache, { command, app: 'nowhere', readOnly: true });
  expect(reads).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(
      /^There is no shared cache: .*"nowhere".*\nThe command ran without a shared cache\.\n$/,
    ),
  });
});

it('announces the local cloud to the command under a name of its own, as long as it runs', async () => {
  const { cloud } = workspace;
  const script = `
    const file = ${JSON.stringify(join(cloud, 'servers'))} + '/' + process.env.SLUICE_ANNOUNCED_CLOUD + '.json';
    const { existsSync, readFileSync } = require('node:fs');
    const ask = (times = 1000) => {
      if (!existsSync(file)) return times > 0 ? setTimeout(ask, 5, times - 1) : undefined;
      const { endpoint } = JSON.parse(readFileSync(file, 'utf8'));
      fetch(endpoint + '/_local-cloud/identity/1')
        .then((answer) => answer.json())
        .then(({ proof }) => (process.exitCode = /^[0-9a-f]{64}$/.test(proof) ? 3 : 4));
    };
    ask();`;
  const command = [process.execPath, '-e', script];
  expect(await workspace.run(cache, { command, readOnly: true })).toMatchObject({ exitCode: 3 });
  expect(readdirSync(join(cloud, 'servers'))).toEqual([]);
});
