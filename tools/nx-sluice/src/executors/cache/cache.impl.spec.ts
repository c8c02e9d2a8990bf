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
