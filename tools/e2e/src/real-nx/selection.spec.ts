import { WorkspaceClone } from '@sluice/dev';
import { AnsweringProcess } from './testing/answering-process';

jest.setTimeout(120_000);

const clone = new WorkspaceClone();
const nx = new AnsweringProcess('nx-affected.cjs', { cwd: clone.root, env: clone.environment() });
afterAll(async () => {
  await nx.end();
  clone.dispose();
});

/** The projects whose `publish` runs after a commit that changes only this file. */
async function selectedAfterChanging(path: string, text: string) {
  clone.append(path, text);
  clone.commit(`change ${path}`);
  const args = { affected: true, base: 'HEAD~1', withTarget: ['publish'], json: true };
  return (await nx.ask<string[]>({ args })).sort();
}

describe('nx affected -t publish', () => {
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
    expect(await selectedAfterChanging(path, text)).toEqual(expected);
  });
});
