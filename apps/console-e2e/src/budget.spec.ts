import { WorkspaceClone } from '@sluice/dev';

jest.setTimeout(180_000);

const clone = new WorkspaceClone();
afterAll(() => clone.dispose());

const build = () => clone.nx(['run', 'client:build', '--outputStyle=static']);

it('reports what each view of a build loads, and checks it against its budget', async () => {
  const { code, output } = await build();
  expect(output).toMatch(/ kB of +[\d.]+ kB {2}first load$/m);
  expect(output).toMatch(/ kB of +[\d.]+ kB {2}releases\/releases-view\.tsx$/m);
  expect(code).toBe(0);
});

it('fails a build whose first load is over the budget, and says what to do', async () => {
  const budget = 'apps/client/build/budget.mts';
  const text = (await clone.read(budget)).toString();
  clone.write(budget, text.replace(/firstLoad: [\d_]+/, 'firstLoad: 100_000'));
  const { code, output } = await build();
  expect(output).toContain('Over the budget: first load. Load less there, or raise it in build/budget.mts');
  expect(code).not.toBe(0);
});
