import { WorkspaceClone } from '@sluice/dev';

jest.setTimeout(120_000);

const clone = new WorkspaceClone();
afterAll(() => clone.dispose());

/** The projects whose `publish` runs after a commit that changes only this file. */
async function selectedAfterChanging(path: string, text: string, env: Record<string, string> = {}) {
  clone.append(path, text);
  clone.commit(`change ${path}`);
  const args = ['show', 'projects', '--affected', '--base=HEAD~1', '--withTarget=publish', '--json'];
  const run = await clone.nx(args, { env });
  if (run.code !== 0) throw new Error(run.output);
  return (JSON.parse(run.stdout) as string[]).sort();
}

describe.each([
  ['project by project, as Nx 23 does', {}],
  ['task by task, as Nx 24 will', { NX_LEGACY_AFFECTED: 'false' }],
])('nx affected -t publish, %s', (_, env) => {
  it.each([
    ['README.md', '\nwords\n', []],
    ['docs/architecture.md', '\nwords\n', []],
    ['apps/client/public/color.txt', 'red\n', ['app', 'client']],
    ['apps/server/src/main.ts', '\n// words\n', ['app', 'server']],
    ['aws/Dockerfile', '\n# words\n', ['app']],
    ['tools/nx-sluice/src/index.ts', '\n// words\n', ['app', 'client', 'server']],
    ['libs/archive/src/index.ts', '\n// words\n', ['app', 'client', 'server']],
    ['package-lock.json', '\n', ['app', 'client', 'server']],
  ])('after a change of %s', async (path, text, expected) => {
    expect(await selectedAfterChanging(path, text, env)).toEqual(expected);
  });
});
