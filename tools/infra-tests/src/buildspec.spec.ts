import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { AwsStandIn } from './testing/aws-stand-in';
import { artifactText, buildspecOf, runBuildspec, shells, type Shell } from './testing/buildspec';
import { readText } from './testing/repository';
import { unpackArchive } from './testing/unpacked-archive';

const commit = '8c9d4a6c1f0e2b3a4d5c6b7a8f9e0d1c2b3a4d5e';
const built = `sha256:${'ab'.repeat(32)}`;
const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com/sluice';
const configuration = 'aws/cfn-template-configuration-uat.json';

/** docker.spec.ts has the real one. */
const docker = `#!/bin/bash
printf '%s\\n' "docker $*" >> "$STAND_IN/calls"
case "$1" in
  login) [ "$(cat)" = token ] ;;
  build) exit "\${STAND_IN_BUILD:-0}" ;;
  push) exit "\${STAND_IN_PUSH:-0}" ;;
  inspect) echo "elsewhere.example/other@sha256:${'0'.repeat(64)}"; echo "${registry}@${built}" ;;
  *) exit 64 ;;
esac
`;

let folder: string;
let source: string;
let standIn: AwsStandIn;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-buildspec-'));
  source = join(folder, 'source');
  standIn = new AwsStandIn(folder);
  standIn.program('docker', docker);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (shell: Shell, environment = 'uat', extra: Record<string, string> = {}) =>
  runBuildspec(buildspecOf('Build'), shell, {
    cwd: source,
    env: standIn.variables(environment, { REPOSITORY_URI: registry, STAND_IN_COMMIT: commit, ...extra }),
  });
const artifact = (name: string): unknown => JSON.parse(artifactText(source, name));
const configured = (value: object) => ({ [configuration]: JSON.stringify(value) });

describe.each(shells)('the build, with %s', (shell) => {
  test('builds and pushes an image, and hands on a small artifact with its digest', async () => {
    const digest = unpackArchive(source);
    const outcome = await run(shell);
    expect(outcome).toMatchObject({ status: 0 });
    expect(outcome.exported).toEqual({
      IMAGE_DIGEST: built,
      MIN_TASKS: '1',
      MAX_TASKS: '2',
      CPU_TARGET: '70',
    });
    expect(standIn.calls().filter((call) => !/ login |login-password/.test(call))).toEqual([
      'aws s3api head-object --bucket pipelines --key sluice/uat.zip --version-id v 1 --query Metadata.commit --output text',
      expect.stringContaining(`--key _images/sluice/${digest}`),
      `docker build --network none --file aws/Dockerfile --tag ${registry}:${digest}-b-1 .`,
      `docker push ${registry}:${digest}-b-1`,
      expect.stringContaining('docker inspect'),
    ]);
    expect(artifact('cfn-template-configuration.json')).toEqual({
      Parameters: {
        Cpu: '256',
        Memory: '512',
        Strategy: 'ROLLING',
        App: 'sluice',
        Environment: 'uat',
        Bucket: 'pipelines',
        ImageUri: `${registry}@${built}`,
        Commit: commit,
        Digest: digest,
        Execution: 'e-1',
      },
      Tags: {
        environment: 'uat',
        'managed-by': 'sluice',
        'sluice:app': 'sluice',
        'sluice:environment': 'uat',
      },
    });
    const sizes = readdirSync(join(source, 'out')).map((name) => statSync(join(source, 'out', name)).size);
    expect(sizes).toHaveLength(2);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(100_000);
  });

  test('stops at an archive that was changed before anything is asked of AWS', async () => {
    unpackArchive(source);
    writeFileSync(join(source, 'app/server/main.js'), 'tampered');
    expect(await run(shell)).toMatchObject({ status: 1 });
    expect(standIn.calls()).toEqual([]);
  });
});

const shell = 'one process per command';

test.each<[string, () => void]>([
  ['a missing file', () => rmSync(join(source, 'app/server/main.js'))],
  ['a file more', () => writeFileSync(join(source, 'app/server/more.js'), '')],
  ['no manifest', () => rmSync(join(source, 'sluice-manifest.json'))],
])('the build stops at %s before anything is asked of AWS', async (_what, spoil) => {
  unpackArchive(source);
  spoil();
  expect((await run(shell)).status).not.toBe(0);
  expect(standIn.calls()).toEqual([]);
  expect(existsSync(join(source, 'out'))).toBe(false);
});

describe('the image of an archive', () => {
  test('is the one that an environment has run, where one has', async () => {
    const ran = `sha256:${'cd'.repeat(32)}`;
    standIn.hasRecord(unpackArchive(source), ran);
    standIn.hasImage(ran);
    expect(await run(shell, 'prod')).toMatchObject({ status: 0, exported: { IMAGE_DIGEST: ran } });
    expect(standIn.calls().filter((call) => /^docker (build|push)/.test(call))).toEqual([]);
    expect(artifact('cfn-template-configuration.json')).toMatchObject({
      Parameters: { ImageUri: `${registry}@${ran}` },
      Tags: { environment: 'prod' },
    });
  });

  test('is built anew where the registry has one under its name that no environment has run', async () => {
    unpackArchive(source);
    standIn.hasImage(`sha256:${'ee'.repeat(32)}`);
    expect(await run(shell, 'prod')).toMatchObject({ status: 0, exported: { IMAGE_DIGEST: built } });
  });

  test.each([
    ['an image that the registry does not have', `sha256:${'cd'.repeat(32)}`],
    ['no digest', 'latest'],
  ])('is none where the record names %s', async (_what, recorded) => {
    standIn.hasRecord(unpackArchive(source), recorded);
    const outcome = await run(shell, 'prod');
    expect(outcome.status).toBe(1);
    expect(outcome.output).toContain('which the registry does not have');
  });

  test('is none where nobody may say whether one has run', async () => {
    unpackArchive(source);
    const outcome = await run(shell, 'prod', { STAND_IN_DENIES: 'true' });
    expect(outcome.status).toBe(1);
    expect(outcome.output).toContain('AccessDenied');
  });

  test.each(['STAND_IN_BUILD', 'STAND_IN_PUSH'])('hands nothing on where docker fails: %s', async (step) => {
    unpackArchive(source);
    expect((await run(shell, 'uat', { [step]: '1' })).status).toBe(1);
    expect(existsSync(join(source, 'out'))).toBe(false);
  });
});

test('the build says "unknown" for an object without a commit in its metadata', async () => {
  unpackArchive(source);
  expect(await run(shell, 'uat', { STAND_IN_COMMIT: '$(touch pwned)' })).toMatchObject({ status: 0 });
  expect(artifact('cfn-template-configuration.json')).toMatchObject({ Parameters: { Commit: 'unknown' } });
  expect(existsSync(join(source, 'pwned'))).toBe(false);
});

describe('variables and secrets of the configuration file', () => {
  const containerOf = (text: string) => {
    const template = parse(text, { logLevel: 'silent' }) as {
      Resources: { TaskDefinition: { Properties: { ContainerDefinitions: Record<string, unknown>[] } } };
    };
    return template.Resources.TaskDefinition.Properties.ContainerDefinitions[0];
  };

  test("become the container's environment and secrets, whatever is in their text", async () => {
    const hostile = '"; $(touch pwned) `touch pwned` \\n: # !Ref x\n- {}\t${App} ünï';
    unpackArchive(
      source,
      configured({ Variables: { A: hostile, B: '' }, Secrets: { DB: 'db#url', KEY: 'api/key' } }),
    );
    for (const name of ['db', 'api/key']) standIn.hasSecret(`sluice/uat/${name}`);
    expect(await run(shell)).toMatchObject({ status: 0 });
    const { Environment, Secrets } = containerOf(artifactText(source, 'cfn-template.yml')) ?? {};
    expect((Environment as unknown[]).slice(-2)).toEqual([
      { Name: 'A', Value: hostile },
      { Name: 'B', Value: '' },
    ]);
    const arn = (name: string) =>
      `arn:aws:secretsmanager:us-east-1:123456789012:secret:sluice/uat/${name}-AbCdEf`;
    expect(Secrets).toEqual([
      { Name: 'DB', ValueFrom: `${arn('db')}:url::` },
      { Name: 'KEY', ValueFrom: arn('api/key') },
    ]);
    expect(existsSync(join(source, 'pwned'))).toBe(false);
  });

  test('leave the template as it is where there are none', async () => {
    unpackArchive(source, configured({}));
    expect(await run(shell)).toMatchObject({ status: 0 });
    expect(artifactText(source, 'cfn-template.yml')).toBe(
      readFileSync(join(source, 'aws/cfn-template.yml'), 'utf8'),
    );
  });

  test('name a secret that is there', async () => {
    unpackArchive(source, configured({ Secrets: { DB: 'db' } }));
    standIn.hasSecret('sluice/prod/db');
    const outcome = await run(shell);
    expect(outcome.status).toBe(1);
    expect(outcome.output).toContain('Secrets.DB needs the secret sluice/uat/db in Secrets Manager.');
  });

  test('need a template that takes them', async () => {
    unpackArchive(source, { 'aws/cfn-template.yml': 'Resources: {}\n' });
    const outcome = await run(shell);
    expect(outcome.status).toBe(1);
    expect(outcome.output).toContain('has no line "# sluice:variables"');
  });
});

describe.each(['BLUE_GREEN', 'CANARY'])('the strategy %s', (Strategy) => {
  test('is refused where the environment has no rule whose weights ECS could change', async () => {
    unpackArchive(source, configured({ Parameters: { Strategy } }));
    const outcome = await run(shell);
    expect(outcome.status).toBe(1);
    expect(outcome.output).toContain('needs "TrafficShifting": "true" in aws/environment-uat.json');
    expect(standIn.calls()).toEqual([]);
  });

  test('is handed on where it has one', async () => {
    unpackArchive(source, configured({ Parameters: { Strategy } }));
    const place = { App: 'sluice', Environment: 'uat', ProductionRuleArn: 'arn:rule' };
    expect(await run(shell, 'uat', { PLACE: JSON.stringify(place) })).toMatchObject({ status: 0 });
    expect(artifact('cfn-template-configuration.json')).toMatchObject({ Parameters: { ...place, Strategy } });
  });
});

it('is what aws/buildspec.yaml shows', () => {
  expect(parse(readText('aws/buildspec.yaml'))).toEqual(buildspecOf('Build'));
});
