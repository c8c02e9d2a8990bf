import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionlint } from '@sluice/testing';
import { parse } from 'yaml';
import { commandsOf } from './testing/buildspec';
import { describeWithProgram } from './testing/outside-tool';
import { inRepository, readText, repositoryRoot, templates, workflows } from './testing/repository';
import { readWorkflow, stepsOf } from './testing/workflow';

/** Of us-*, eu-*, ap-* and us-gov-*, all but ap-east-2, where there is no CodeBuild (E3006). */
const regions = [
  ...['ap-east-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
  ...[
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-3',
    'ap-southeast-4',
    'ap-southeast-5',
    'ap-southeast-6',
  ],
  ...[
    'ap-southeast-7',
    'eu-central-1',
    'eu-central-2',
    'eu-north-1',
    'eu-south-1',
    'eu-south-2',
    'eu-west-1',
  ],
  ...[
    'eu-west-2',
    'eu-west-3',
    'us-east-1',
    'us-east-2',
    'us-gov-east-1',
    'us-gov-west-1',
    'us-west-1',
    'us-west-2',
  ],
];

describeWithProgram('cfn-lint', 'cfn-lint', (program) => {
  const lint = (...args: string[]) => {
    const { status, stdout } = spawnSync(program, args, { cwd: repositoryRoot, encoding: 'utf8' });
    return { status, stdout };
  };

  test(`finds nothing in ${templates.join(', ')}`, () => {
    expect(lint(...templates)).toEqual({ status: 0, stdout: '' });
  }, 300_000);

  // It takes a second for each, so it is for CI.
  const inAllRegions = process.env.SLUICE_CHECKS_REQUIRED === 'true' ? test : test.skip;

  // E3701 (names of artifacts) remembers the names of the region before, and is looked at by the test above.
  inAllRegions(
    `finds nothing in ${regions.length} regions`,
    () => {
      const found = lint('--ignore-checks', 'E3701', '--regions', ...regions, '--', ...templates);
      expect(found).toEqual({ status: 0, stdout: '' });
    },
    600_000,
  );
});

describe('actionlint', () => {
  /** Where actionlint itself looks up what to overlook; the one compiled for Node reads no files. */
  const { paths } = parse(readText('.github/actionlint.yaml')) as {
    paths: Record<string, { ignore: string[] }>;
  };
  const overlooked = Object.entries(paths).flatMap(([path, { ignore }]) =>
    ignore.map((pattern) => [path, new RegExp(pattern)] as const),
  );

  const wrong = 'wrong.yml';
  let found: string[];
  let folder: string;

  // One run for all, those of this repository and one that is wrong.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-actionlint-'));
    const copies = join(folder, '.github/workflows');
    cpSync(inRepository('.github/workflows'), copies, { recursive: true });
    const job = { 'runs-on': 'ubuntu-24.04', steps: [{ run: 'echo ${{ github.event.issue.title }}' }] };
    writeFileSync(join(copies, wrong), JSON.stringify({ on: 'issues', jobs: { job } }));
    found = actionlint(folder, '.github/workflows/*.yml');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('finds nothing in any workflow', () => {
    const isOverlooked = (line: string) =>
      overlooked.some(([path, pattern]) => line.startsWith(`${path}:`) && pattern.test(line));
    const ours = found.filter((line) => !line.includes(wrong));
    expect(ours.filter((line) => !isOverlooked(line))).toEqual([]);
    // One line of one file, and no entry that nothing needs any more.
    expect(ours.filter(isOverlooked)).toHaveLength(overlooked.length);
  });

  test('finds what is wrong in a workflow that is', () => {
    expect(found.filter((line) => line.includes(wrong))).toEqual([
      expect.stringContaining('potentially untrusted'),
    ]);
  });
});

describeWithProgram('shellcheck', 'shellcheck', (program) => {
  const scripts = [
    ...workflows.flatMap((file) =>
      stepsOf(readWorkflow(file)).flatMap(({ name, run }) => (run ? [[`${file}: ${name ?? run}`, run]] : [])),
    ),
    ['aws/pipeline.yml: Build', commandsOf('Build')],
    ['aws/pipeline.yml: Finish', commandsOf('Finish')],
  ] as [string, string][];
  const folder = mkdtempSync(join(tmpdir(), 'sluice-shellcheck-'));
  // Several steps may have one name.
  const files = scripts.map(([name], index): [string, string] => [name, join(folder, `${index}.sh`)]);
  const wrong = join(folder, 'wrong.sh');
  let found: { file: string; line: number; message: string }[];

  beforeAll(() => {
    for (const [index, [, file]] of files.entries()) writeFileSync(file, scripts[index]?.[1] ?? '');
    writeFileSync(wrong, 'echo $1\n');
    const args = ['--shell=bash', '--format=json', ...files.map(([, file]) => file), wrong];
    const { stdout } = spawnSync(program, args, { encoding: 'utf8' });
    found = JSON.parse(stdout) as typeof found;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(files)('finds nothing in %s', (_name, path) => {
    expect(found.filter(({ file }) => file === path)).toEqual([]);
  });

  test('finds what is wrong in a script that is', () => {
    expect(found.map(({ file, message }) => [file, message])).toEqual([
      [wrong, expect.stringContaining('Double quote')],
    ]);
  });
});

describe.each(workflows)('%s', (file) => {
  const workflow = readWorkflow(file);

  test('pins every action by commit, and says which version that is', () => {
    const lines = readText(file)
      .split('\n')
      .filter((line) => /\buses:/.test(line));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('lets no expression into a shell', () => {
    for (const { run } of stepsOf(workflow)) expect(run ?? '').not.toContain('${{');
  });

  test('runs its shell as the specs here do, where a failure inside a pipe fails the step', () => {
    expect(workflow.defaults).toEqual({ run: { shell: 'bash' } });
  });

  test('starts from no permission, and writes nothing but a token', () => {
    expect(workflow.permissions).toEqual({});
    for (const { permissions } of Object.values(workflow.jobs)) {
      for (const [scope, access] of Object.entries(permissions ?? {})) {
        expect([scope, access]).toEqual([scope, scope === 'id-token' ? 'write' : 'read']);
      }
    }
  });

  test('keeps no credentials in the checkout and reads no stored secret', () => {
    expect(readText(file)).not.toContain('secrets.');
    for (const { uses, with: options } of stepsOf(workflow)) {
      if (uses?.startsWith('actions/checkout@'))
        expect(options).toMatchObject({ 'persist-credentials': false });
    }
  });
});
