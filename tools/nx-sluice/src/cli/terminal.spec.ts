import { execFileSync, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { TemporaryWorkspace } from '../testing/temporary-workspace';
import { runCommand } from './testing/run-command';

const bin = resolve(__dirname, '../../../../dist/nx-sluice/bin/sluice.cjs');
const workspace = new TemporaryWorkspace();
afterAll(() => workspace.dispose());

function hasScript(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
}

/** Runs `sluice` on a terminal of its own, where someone types this line once the question is there. */
function onTerminal(args: string[], question: string, typed: string): Promise<string> {
  return new Promise((done, fail) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'CI'));
    const child = spawn('script', ['-qec', [process.execPath, bin, ...args].join(' '), '/dev/null'], {
      cwd: workspace.root,
      env: { ...env, HOME: workspace.home, SLUICE_LOCAL_CLOUD: workspace.cloud, TERM: 'xterm' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let shown = '';
    let isTyped = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      if (isTyped || !shown.includes(question)) return;
      isTyped = true;
      child.stdin.write(`${typed}\n`);
    });
    child.once('error', fail);
    child.once('close', () => done(shown));
  });
}

it('asks for the reason of a rejection on a terminal, and refuses without one elsewhere', async () => {
  await workspace.pack('one');
  await workspace.publish();
  const refused = await runCommand(workspace, ['reject', 'HEAD']);
  expect(refused).toMatchObject({
    code: 2,
    stderr:
      'A rejection requires a reason.\nEnter a reason; it is shown when a promotion is refused. Pass --reason=<text>.\n',
  });
  if (!hasScript()) return console.warn('Skipped: script of util-linux is not installed.');
  const shown = await onTerminal(
    ['reject', 'HEAD'],
    'Reason, shown when a promotion is refused:',
    'loses data',
  );
  expect(shown).toMatch(/is rejected. It can no longer be promoted or rolled back to/);
  const promoted = await runCommand(workspace, ['promote', 'uat', '--yes']);
  expect(promoted).toMatchObject({ code: 3, stderr: expect.stringContaining('loses data') });
});
