import { existsSync, rmSync } from 'node:fs';
import { Writable } from 'node:stream';
import { leaveForSummary } from '../terminal/watch/step-summary';

interface Context {
  id: string;
  workspaceRoot: string;
  argv: string[];
  taskResults?: Record<string, object>;
}
const { collectPublished, printPublished } = jest.requireActual<{
  collectPublished(context: Context, nodes: object): string | undefined;
  printPublished(context: Context, nodes: object, stream: Writable): Promise<void>;
}>('../../publish-summary.cjs');

const targets = {
  package: { executor: 'nx-sluice:package-archive' },
  publish: { executor: 'nx-sluice:publish-s3', dependsOn: ['package'] },
};
const nodes = Object.fromEntries(
  ['a', 'b', 'c'].map((name) => [name, { name, data: { root: name, targets } }]),
);
const context = (args: string, more: Partial<Context> = {}): Context => ({
  id: `${expect.getState().currentTestName}`,
  workspaceRoot: __dirname,
  argv: ['node', 'nx', ...args.split(' ')],
  ...more,
});
const result = (project: string, target: string, status: string) => ({
  [`${project}:${target}`]: { status, task: { target: { project, target } } },
});

/** What a run prints in which these tasks leave their lines. */
async function printed(taskResults: Record<string, object>, leave: (folder: string) => Promise<void>) {
  const run = context('affected -t publish', { taskResults });
  const folder = collectPublished(run, nodes) ?? '';
  await leave(folder);
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  await printPublished(run, nodes, stream);
  expect(existsSync(folder)).toBe(false);
  return text.trim().split('\n');
}
const say = (project: string, text: string, isUnchanged: boolean) => (folder: string) =>
  leaveForSummary(project, { text, isUnchanged }, { SLUICE_PUBLISHED_FOLDER: folder });

it('tells apart what was published, unchanged, failed and never run', async () => {
  const results = {
    ...result('a', 'publish', 'failure'),
    ...result('b', 'package', 'failure'),
    ...result('b', 'publish', 'skipped'),
    ...result('c', 'publish', 'success'),
  };
  const lines = await printed(results, async (folder) => {
    await say('d', 'Nothing was written.', true)(folder);
    await say('c', 'Published.', false)(folder);
  });
  expect(lines).toEqual([
    'sluice: 1 published, 1 unchanged, 2 not published:',
    '  c: Published.',
    '  d: Nothing was written.',
    '  a: failed.',
    '  b: was not run: a task before it failed.',
  ]);
});

it('says that nothing was published where no project left a line', async () => {
  expect(await printed({}, async () => undefined)).toEqual(['sluice: 0 published.']);
});

it('says once what became of a project whose deployment failed after it was published', async () => {
  const lines = await printed(result('a', 'publish', 'failure'), say('a', 'Published.', false));
  expect(lines).toEqual(['sluice: 1 published:', '  a: Published.']);
});

it('shows text of others as one line that no terminal or log of CI acts on', async () => {
  const [, line] = await printed({}, say('a', 'on \u001b[2Jmain\n::error::', false));
  expect(line).toBe('  a: on \\u001b[2Jmain\\u000a::error::');
});

it.each([
  'run a:publish',
  'run-many -t package',
  'run-many -t publish -p none',
  'affected -t publish --exclude=*',
  'report',
  'affected',
])('has no summary of `nx %s`', (args) => {
  expect(collectPublished(context(args), nodes)).toBeUndefined();
});

it('uses no folder that someone else has made', () => {
  const run = context('run-many -t publish');
  const folder = collectPublished(run, nodes) ?? '';
  expect(collectPublished(run, nodes)).toBeUndefined();
  rmSync(folder, { recursive: true });
});
