import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TemporaryWorkspace } from '../testing/temporary-workspace';
import { runCommand, runCommands, type Ended } from './testing/run-command';

let workspace: TemporaryWorkspace;
let sha: string;

const sluice = (...args: string[]): Promise<Ended> => runCommand(workspace, args);

beforeAll(() => {
  workspace = new TemporaryWorkspace();
  workspace.write('server/main.js', 'one');
  workspace.write(
    'nx.json',
    JSON.stringify({ targetDefaults: { 'nx-sluice:publish-s3': archived('archive') } }),
  );
  const assets = [{ input: 'server', output: 'app/server' }];
  workspace.write(
    'apps/app/project.json',
    JSON.stringify({
      name: 'app',
      targets: {
        package: {
          executor: 'nx-sluice:package-archive',
          options: { ...archived('output').options, assets },
        },
        publish: { executor: 'nx-sluice:publish-s3' },
      },
    }),
  );
  sha = workspace.commit('give the app its targets');
});

afterAll(() => workspace.dispose());

function archived(name: string) {
  return { options: { [name]: '{workspaceRoot}/dist/archives/{projectName}.zip' } };
}

describe('a story, each command a process without Nx', () => {
  it('fails to publish what was not packed', async () => {
    const { code, stdout, stderr } = await sluice('publish', '--json');
    expect(stdout).toBe('');
    expect(stderr).toContain('dist/archives/app.zip');
    expect(code).toBe(1);
  });

  it('packs and publishes with the options of the targets, from a folder below the root', async () => {
    const cwd = join(workspace.root, 'apps/app');
    const packed = await runCommand(workspace, ['package'], { cwd });
    expect(packed).toMatchObject({ code: 0, stderr: '' });
    expect(packed.stdout).toMatch(/^Packed 1 file .* into dist\/archives\/app\.zip/);
    const published = await runCommand(workspace, ['publish', '--reason', '1000', '--json'], { cwd });
    expect(published.code).toBe(0);
    expect(JSON.parse(published.stdout)).toMatchObject({ commit: sha, archive: { outcome: 'uploaded' } });
  });

  it('promotes, with the environment as a plain word and the sha as text', async () => {
    const dry = await sluice('promote', 'uat', '--dry-run', `--sha=${sha.slice(0, 8)}`, '--json');
    expect(JSON.parse(dry.stdout)).toMatchObject({ dryRun: true, plan: { tag: 'uat' } });
    const { code, stdout } = await sluice('promote', 'uat');
    expect(stdout).toContain(`Promoted ${sha.slice(0, 8)}`);
    expect(code).toBe(0);
    const again = await sluice('promote', '--env=uat', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ outcome: 'current' });
    expect(again.code).toBe(0);
  });

  it('exits with 3 where a rule refuses, and with 2 where nobody confirms', async () => {
    workspace.write('server/main.js', 'two');
    workspace.commit('second commit');
    await sluice('package');
    expect((await sluice('publish')).code).toBe(0);
    const [refused, unconfirmed] = await Promise.all([
      sluice('promote', 'prod', '--yes'),
      sluice('promote', 'prod', `--sha=${sha}`),
    ]);
    expect(refused.stderr).toContain('not deployed to uat yet');
    expect(refused.code).toBe(3);
    expect(unconfirmed.stderr).toContain('--yes');
    expect(unconfirmed.code).toBe(2);
  });

  it('exits with 6 where no pipeline starts', async () => {
    const { code, stderr } = await sluice('promote', 'uat', '--watch');
    expect(stderr).toMatch(/npx sluice start|pipeline/);
    expect(code).toBe(6);
  });
});

describe('invalid input exits with 2, a sentence and a suggestion', () => {
  const cases: [string[], RegExp][] = [
    [['promote', 'uat', '--dryrn'], /^sluice promote has no option --dryrn\.\nDid you mean --dry-run\?/],
    [['promote', 'uat', '--zzzzzzzzz'], /has no option --zzzzzzzzz\.\n`sluice promote --help`/],
    [['pormote', 'uat'], /^Unknown command "pormote"\.\nDid you mean sluice promote\?/],
    [[], /^No command specified.\n/],
    [['promote', 'uat', 'prod'], /unexpected argument "prod"/],
    [['promote', 'uat', '--env=prod'], /got env twice/],
    [['promote', '--env'], /^Not enough arguments following: env\.\n/],
    [['promote', 'uat', '--sha='], /^--sha requires a value.\n/],
    [['promote', 'uat', '--component=../prod'], /Invalid value for --component: "..\/prod"/],
    [['history', 'uat', '--limit=many'], /--limit must be a whole number from 1 to 1000/],
    [['publish', '--project=nothing'], /requires --archive, and no target of the project "nothing" sets it/],
    [['package', '--sources'], /which files it hashed\.\nRun the target of "app" with Nx/],
    [
      ['promote', 'uat', '--dryRun', '--sha=0012345678901234567890'],
      /^Unknown revision "0012345678901234567890"/,
    ],
    [['promote', 'moon'], /^sluice\.json has no environment "moon"\.\nUse one of: stage, uat, prod\./],
  ];
  let ended: Ended[];

  beforeAll(async () => {
    ended = await runCommands(
      workspace,
      cases.map(([args]) => args),
    );
  });

  it.each(cases.map(([args, said], index) => ({ args, said, index })))('$args', ({ said, index }) => {
    const { code, stdout, stderr } = ended[index] ?? { code: 0, stdout: '', stderr: '' };
    expect(stderr).toMatch(said);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('is an option that was mistyped', async () => {
    const { code, stdout, stderr } = await sluice('promote', '--evn=uat');
    expect(stderr).toMatch(/^sluice promote has no option --evn\.\nDid you mean --env\?/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('does not end with 0 when the process ends before the command does', async () => {
    const cli = resolve(__dirname, '../../../../dist/nx-sluice/lib/cli.js');
    // Nobody takes what is written, so that the command waits and nothing keeps the process alive.
    const program = `process.stderr.write = () => true; require(${JSON.stringify(cli)}).main(['pormote']);`;
    workspace.write('unheard.cjs', program);
    const path = join(workspace.root, 'unheard.cjs');
    expect(await runCommand(workspace, [], { program: path })).toEqual({ code: 1, stdout: '', stderr: '' });
  });

  it('is outside of every workspace', async () => {
    const cwd = join(workspace.cloud, '..', 'elsewhere');
    mkdirSync(cwd, { recursive: true });
    const { code, stderr } = await runCommand(workspace, ['promote', 'uat'], { cwd });
    expect(stderr).toContain('No workspace found');
    expect(code).toBe(2);
    const verified = await runCommand(workspace, ['verify', 'gone.zip'], { cwd });
    expect(verified.stderr).toContain('Outside of a workspace, only the path or the address of an archive');
  });
});

describe('help', () => {
  let ended: Ended[];

  beforeAll(async () => {
    const completion = ['--get-yargs-completions', 'sluice'];
    ended = await runCommands(workspace, [
      ['--help'],
      ['promote', '--help'],
      ['--version'],
      ['completion'],
      [...completion, 'pro'],
      [...completion, 'promote', '--dr'],
      [...completion, 'promote', '--env', ''],
      [...completion, 'promote', '--env', '=', 'u'],
      [...completion, 'promote', '--env', '='],
      [...completion, 'promote', '--env=p'],
      [...completion, 'promote', '--yes', 's'],
      [...completion, 'promote', 'uat', ''],
      [...completion, 'diff', 'prod', 'l'],
    ]);
  });

  it('lists the commands, and the options of each as its schema says them, with examples', () => {
    const [all, one] = ended;
    expect(all).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['package', 'publish', 'promote']) expect(all?.stdout).toContain(`sluice ${name}`);
    expect(one?.stdout).toContain('Print the plan and write nothing.');
    expect(one?.stdout).toContain('sluice promote prod --sha=1a2b3c4d --dry-run');
    expect(one?.code).toBe(0);
  });

  it('says its version', () => {
    expect(ended[2]).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('completes commands and options in a shell', () => {
    const [, , , script, commands, options] = ended;
    expect(script?.stdout).toContain('--get-yargs-completions');
    expect(commands?.stdout).toMatch(/^promote\b/m);
    expect(options?.stdout).toMatch(/^--dry-run\b/m);
  });

  it('completes the environments and tags of sluice.json', () => {
    const [names, bash, begun, zsh, plain, taken, tags] = ended
      .slice(6)
      .map(({ stdout }) => stdout.split('\n'));
    expect(names).toEqual(['stage', 'uat', 'prod', '']);
    expect(bash).toEqual(['uat', '']);
    expect(begun).toEqual(names);
    expect(zsh).toEqual(['--env=prod', '']);
    expect(plain).toEqual(['stage', '']);
    expect(taken).not.toContain('stage');
    expect(tags).toEqual(['latest', '']);
  });
});
