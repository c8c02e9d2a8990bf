import { WorkspaceClone } from '@sluice/dev';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

jest.setTimeout(180_000);

const clone = new WorkspaceClone({}, (path) => /^(?:apps\/client|libs)\/|^[^/]+$/.test(path));
afterAll(() => clone.dispose());

const vite = join(dirname(require.resolve('vite/package.json')), 'bin/vite.js');

/** Runs what the target `client:build` runs: Nx adds nothing but two seconds. */
function build(): { code: number | null; output: string } {
  const options = { cwd: clone.root, env: clone.environment(), encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', 'apps/client'], options);
  return { code: status, output: stdout + stderr };
}

it('reports what each view of a build loads, and checks it against its budget', () => {
  const { code, output } = build();
  expect(output).toMatch(/ kB of +[\d.]+ kB {2}first load$/m);
  expect(output).toMatch(/ kB of +[\d.]+ kB {2}releases\/releases-view\.tsx$/m);
  expect(code).toBe(0);
});

it('fails a build whose first load is over the budget, and says what to do', async () => {
  const budget = 'apps/client/build/budget.mts';
  const text = (await clone.read(budget)).toString();
  // Of a client that has hardly anything to build.
  clone.write('apps/client/src/main.tsx', `document.title = 'small';`);
  clone.write(
    budget,
    text.replace(/firstLoad: [\d_]+/, 'firstLoad: 10').replace(/routes: \{[^}]*\}/, 'routes: {}'),
  );
  const { code, output } = build();
  expect(output).toContain('Over the budget: first load. Load less there, or raise it in build/budget.mts');
  expect(code).not.toBe(0);
});
