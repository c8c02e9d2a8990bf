import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationSchema } from '@sluice/dev';
import { AwsStandIn } from './testing/aws-stand-in';
import { buildspecOf, runBuildspec } from './testing/buildspec';
import { containerEnvironment } from './testing/container-environment';
import { unpackArchive } from './testing/unpacked-archive';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-configuration-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the build on AWS says of a configuration file, before it asks anything of AWS. */
async function verdictOfBuild(configuration: unknown): Promise<string> {
  const standIn = new AwsStandIn(folder);
  standIn.program('docker', '#!/bin/bash\nexit 1\n');
  const source = join(folder, 'source');
  unpackArchive(source, { 'aws/cfn-template-configuration-uat.json': JSON.stringify(configuration) });
  const { output } = await runBuildspec(buildspecOf('Build'), 'one process per command', {
    cwd: source,
    env: standIn.variables('uat', { REPOSITORY_URI: 'registry/sluice', STAND_IN_COMMIT: 'a'.repeat(40) }),
  });
  return standIn.calls().length > 0 ? 'taken' : output;
}

const wrong: [what: string, configuration: object][] = [
  ['a key that is not known', { Parameter: {} }],
  ['a parameter that the build gives', { Parameters: { ImageUri: 'evil' } }],
  ['a pair that Fargate lacks', { Parameters: { Cpu: '256', Memory: '4096' } }],
  ['too little memory', { Parameters: { Cpu: '1024' } }],
  ['a size that is no number', { Parameters: { Cpu: 'large' } }],
  ['a strategy that is not known', { Parameters: { Strategy: 'SLOW' } }],
  ['too long a bake', { Parameters: { Strategy: 'BLUE_GREEN', BakeMinutes: '21' } }],
  ['a canary of everything', { Parameters: { Strategy: 'CANARY', CanaryPercent: '100' } }],
  ['more at least than at most', { Scaling: { MinTasks: 3, MaxTasks: 2 } }],
  ['no container', { Scaling: { MinTasks: 0 } }],
  ['half a container', { Scaling: { MaxTasks: 2.5 } }],
  ['a count as text', { Scaling: { MinTasks: '1' } }],
  ['a target that nothing reaches', { Scaling: { CpuTarget: 100 } }],
  ['a name with a hyphen', { Variables: { 'A-B': '' } }],
  ['a name that the platform sets', { Variables: { SLUICE_COMMIT: 'x' } }],
  ['a secret under such a name', { Secrets: { AWS_SECRET_ACCESS_KEY: 'x' } }],
  ['a value that is no text', { Variables: { A: 1 } }],
  ['a variable that is a secret too', { Variables: { A: '' }, Secrets: { A: 'a' } }],
  ['a secret of another environment', { Secrets: { A: '../prod/db' } }],
  ['a secret by its ARN', { Secrets: { A: 'arn:aws:secretsmanager:us-east-1:1:secret:x' } }],
];

test.each(wrong)(
  'a configuration with %s is refused on AWS and on this machine',
  async (_what, configuration) => {
    expect(configurationSchema.safeParse(configuration).success).toBe(false);
    expect(await verdictOfBuild(configuration)).toContain('aws/cfn-template-configuration-uat.json: ');
  },
);

test.each<[object]>([
  [{}],
  [{ Parameters: { Cpu: '512', Memory: '3072', Strategy: 'RECREATE' }, Tags: { team: 'shop' } }],
  [{ Parameters: { BakeMinutes: '20', CanaryPercent: '1' } }],
  [{ Scaling: { MinTasks: 2, MaxTasks: 2, CpuTarget: 50 } }],
  [{ Variables: { CONSOLE_PROMOTERS: 'amy@example.org=uat', _x: '' } }],
])('the configuration %j is taken on AWS and on this machine', async (configuration) => {
  expect(configurationSchema.safeParse(configuration).success).toBe(true);
  expect(await verdictOfBuild(configuration)).toBe('taken');
});

test('a container on AWS is told which app, environment, commit and digest it is, as on this machine', () => {
  const own = Object.entries(containerEnvironment({})).filter(([name]) => name.startsWith('SLUICE_'));
  expect(Object.fromEntries(own)).toEqual({
    SLUICE_APP: 'sluice',
    SLUICE_BUCKET: 'pipelinebucket',
    SLUICE_ENVIRONMENT: 'prod',
    SLUICE_COMMIT: '2'.repeat(40),
    SLUICE_DIGEST: '3'.repeat(64),
  });
});
