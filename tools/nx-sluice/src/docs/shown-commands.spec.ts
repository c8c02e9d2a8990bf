import { TemporaryWorkspace } from '../testing/temporary-workspace';
import { runCommands } from '../cli/testing/run-command';
import promote from '../executors/promote/promote.impl';
import { pages, readPage } from './pages';
import { shellCommands } from './shell-commands';
import { problemsOf, shownCommands, withoutNpx } from './shown-commands';

it('shows only commands that the parser, the schemas and package.json know', () => {
  const shown = pages.flatMap((path) => shownCommands(readPage(path)));
  expect(problemsOf(shown)).toEqual([]);
});

it('shows commands in the README', () => {
  const shown = shownCommands(readPage('README.md')).map(({ args }) => args.join(' '));
  expect(shown).toContain('npx sluice promote uat --dry-run');
  expect(shown.length).toBeGreaterThan(8);
});

it.each([
  ['sluice promot uat', 'Unknown command "promot".'],
  ['sluice promote uat --dryrun', 'has no option --dryrun'],
  ['npx nx run app:promot', 'app has no target "promot"'],
  ['npx nx run app:promote --dryrun', 'no option --dryrun'],
  ['npx nx affected -t publsh', 'no project has the target "publsh"'],
  ['npx nx g nx-sluice:configuratoin web', 'unknown generator "nx-sluice:configuratoin"'],
  ['npx nx g nx-sluice:environment demo --tg=demo', 'no option --tg'],
  ['npm run refrence', 'package.json has no script "refrence"'],
  ['aws s3 ls', 'needs a block that is marked'],
])('finds what is wrong with %s', (line, problem) => {
  const [args = []] = shellCommands(line);
  expect(problemsOf([{ args, isMarked: false }])).toEqual([expect.stringContaining(problem)]);
});

it('reads several commands, quotes, variables and continued lines', () => {
  expect(
    shellCommands('CI=true npm ci && npm test # all\nsluice hold a \\\n  --reason="b c"; git log | cat'),
  ).toEqual([
    ['npm', 'ci'],
    ['npm', 'test'],
    ['sluice', 'hold', 'a', '--reason=b c'],
    ['git', 'log'],
    ['cat'],
  ]);
});

describe('commands that write nothing, word for word', () => {
  const workspace = new TemporaryWorkspace();
  const isHarmless = ([program, command = '', ...args]: string[]) =>
    program === 'sluice' &&
    (['activity', 'status', 'history', 'metrics', 'diff', 'doctor'].includes(command) ||
      args.includes('--dry-run')) &&
    !args.some((word) => word.includes('1a2b3c4d'));
  const shown = ['README.md', 'docs/commands.md']
    .flatMap((path) => shownCommands(readPage(path)))
    .map(({ args }) => withoutNpx(args))
    .filter(isHarmless)
    .map((args) => args.join(' '));

  beforeAll(async () => {
    const tags = { stage: { tag: 'latest' }, uat: { tag: 'uat' }, prod: { tag: 'prod' } };
    workspace.write('sluice.json', JSON.stringify({ app: 'store', environments: tags }));
    workspace.commit('sell things');
    await workspace.pack('one');
    const published = await workspace.publish();
    const promoted = await workspace.run(promote, { env: 'prod' });
    expect([published, promoted].map(({ success }) => success)).toEqual([true, true]);
  });

  afterAll(() => workspace.dispose());

  it('succeed, except where there is nothing to go back to', async () => {
    const lines = [...new Set(shown)];
    const ended = await runCommands(
      workspace,
      lines.map((line) => line.split(' ').slice(1)),
    );
    const codes = lines.map((line, index): [string, unknown] => [line, ended[index]?.code]);
    expect(codes).toEqual(lines.map((line) => [line, line.startsWith('sluice rollback') ? 1 : 0]));
    expect(lines.length).toBeGreaterThan(8);
  });
});
