import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { StoryApp } from './testing/story-app';

jest.setTimeout(180_000);

const repository = resolve(__dirname, '../../../..');
const readme = readFileSync(resolve(repository, 'README.md'), 'utf8');

/** The commands of the first shell block below a heading, as they stand there. */
function commandsBelow(heading: string): string[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const [, block = ''] = /```sh\n(.*?)```/s.exec(section) ?? [];
  return block.split('\n').filter((line) => line !== '');
}

function wordsOf(command: string): string[] {
  return (command.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((word) => word.replaceAll('"', ''));
}

describe('the README', () => {
  const app = new StoryApp();

  beforeAll(async () => {
    await app.open();
    app.workspace.commitServer('A greets');
    for (const args of [['package'], ['publish'], ['promote', 'uat', '--watch']])
      expect(await app.sluice(...args)).toMatchObject({ code: 0 });
    app.workspace.commitServer('B greets louder');
    expect(await app.sluice('package')).toMatchObject({ code: 0 });
  });

  afterAll(() => app.close());

  it('publishes, promotes and rolls back by its commands, in their order', async () => {
    const commands = commandsBelow('Publish, promote, roll back');
    // Nx would build and package first; that it publishes the same is what ../real-nx tests.
    const asSluice = commands.map((command) =>
      command.replace('npx nx run app:publish', 'npx sluice publish'),
    );
    const ended: [string, number | null, string][] = [];
    for (const [index, command] of asSluice.entries()) {
      const [npx, sluice, ...args] = wordsOf(command);
      expect([npx, sluice]).toEqual(['npx', 'sluice']);
      const { code, stderr } = await app.sluice(...args);
      ended.push([commands[index] ?? '', code, code === 0 ? '' : stderr]);
    }
    expect(ended).toEqual(commands.map((command) => [command, 0, '']));
    expect(commands.length).toBeGreaterThan(5);
  });

  it('starts with commands that .ci/run runs, too', () => {
    const run = readFileSync(resolve(repository, '.ci/run'), 'utf8').split('\n');
    const commands = commandsBelow('Quick start').flatMap((line) => line.split(' && '));
    expect(run).toEqual(expect.arrayContaining(commands));
  });
});
