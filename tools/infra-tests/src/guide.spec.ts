import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Moto } from './testing/moto';
import { describeWithPrograms } from './testing/outside-tool';
import { readText, repositoryRoot } from './testing/repository';
import { readTemplate } from './testing/template';

/** The commands of one step of the guide's setup, as they stand there. */
function commandsOf(step: number): string {
  const [, setup = ''] = readText('docs/aws.md').split('## Setup\n');
  const text = setup.split(/^\d+\. \*\*/m)[step] ?? '';
  const [, block] = /```sh aws\n([\s\S]*?)```/.exec(text) ?? [];
  if (block === undefined) throw new Error(`Step ${step} of docs/aws.md has no commands.`);
  return block;
}

/** Numeric ids as GitHub has them. */
const gh = `#!/bin/bash
case "$1 $2" in
  'api users/'*) echo 1001 ;;
  'api repos/'*) echo 2002 ;;
  *) exit 64 ;;
esac
`;

/** moto knows no UpdateTerminationProtection; init.spec.ts has that call too. */
const withoutProtection = `
  aws() {
    if [[ "$1 $2" == 'cloudformation update-termination-protection' ]]; then return 0; fi
    command aws "$@"
  }`;

test('the setup of docs/aws.md reads outputs that the stacks have', () => {
  const templates: Record<string, string> = {
    'sluice-platform': 'aws/platform.yml',
    '$APP-Setup': 'aws/app.yml',
  };
  const read = [...commandsOf(4).matchAll(/\$\(output (\S+) (\w+)\)/g)];
  expect(read).toHaveLength(5);
  for (const [, stack = '', output = ''] of read)
    expect(Object.keys(readTemplate(templates[stack] ?? '').Outputs ?? {})).toContain(output);
});

// The AWS CLI takes a second of CPU for each command, so it is for CI.
const inCi = process.env.SLUICE_CHECKS_REQUIRED === 'true' ? test : test.skip;

describeWithPrograms(
  ['moto_server', 'aws'],
  'the setup of docs/aws.md, with the AWS CLI on moto',
  ([program = '']) => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-guide-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const run = ({ address: { endpoint, credentials } }: Moto, script: string) => {
      const child = spawn('bash', ['--noprofile', '--norc', '-euo', 'pipefail', '-c', script], {
        cwd: repositoryRoot,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
          HOME: folder,
          AWS_ENDPOINT_URL: endpoint,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      return new Promise<{ status: number | null; output: string }>((resolve, reject) => {
        child.on('error', reject).on('close', (status) => resolve({ status, output }));
      });
    };

    inCi(
      'creates the platform and an app, and adds a second app by one command',
      async () => {
        mkdirSync(join(folder, 'bin'));
        writeFileSync(join(folder, 'bin/gh'), gh, { mode: 0o755 });
        const second = commandsOf(3).replace('APP=sluice', 'APP=store');
        expect(second).toContain('APP=store');
        // moto keeps no outputs of a stack that a change set made, so it is asked for the roles themselves.
        const roles = ['sluice', 'store'].map(
          (app) => `aws iam get-role --role-name ${app}-publisher --query Role.Arn --output text`,
        );
        const steps = [withoutProtection, ...[1, 2, 3].map(commandsOf), second, ...roles];
        const moto = await Moto.start(program);
        try {
          const { status, output } = await run(moto, steps.join('\n'));
          expect([status, status === 0 ? '' : output]).toEqual([0, '']);
          expect(output.match(/role\/sluice-platform\/\S+/g)).toEqual([
            'role/sluice-platform/sluice-publisher',
            'role/sluice-platform/store-publisher',
          ]);
        } finally {
          await moto.stop();
        }
      },
      300_000,
    );
  },
);
