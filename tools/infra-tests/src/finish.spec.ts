import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsStandIn } from './testing/aws-stand-in';
import { buildspecOf, runBuildspec, shells, type Shell } from './testing/buildspec';

const digest = '3'.repeat(64);
const image = `sha256:${'ab'.repeat(32)}`;
let folder: string;
let standIn: AwsStandIn;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-finish-'));
  standIn = new AwsStandIn(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (extra: Record<string, string> = {}, shell: Shell = 'one process per command') =>
  runBuildspec(buildspecOf('Finish'), shell, {
    cwd: folder,
    env: standIn.variables('prod', {
      STAND_IN_DIGEST: digest,
      IMAGE_DIGEST: image,
      MIN_TASKS: '2',
      MAX_TASKS: '6',
      CPU_TARGET: '60',
      ...extra,
    }),
  });

test.each(shells)('a finished deployment scales and is recorded, with %s', async (shell) => {
  expect(await run({}, shell)).toMatchObject({ status: 0 });
  const target =
    '--service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/sluice--prod/sluice--prod';
  expect(standIn.calls().slice(0, 2)).toEqual([
    `aws application-autoscaling register-scalable-target ${target} --min-capacity 2 --max-capacity 6`,
    expect.stringMatching(/put-scaling-policy .*"TargetValue":60.*ECSServiceAverageCPUUtilization/),
  ]);
  expect(standIn.recordOf(digest)).toBe(image);
});

test('a record is written once, and a second deployment of the archive changes nothing', async () => {
  standIn.hasRecord(digest, `sha256:${'cd'.repeat(32)}`);
  expect(await run()).toMatchObject({ status: 0 });
  expect(standIn.recordOf(digest)).toBe(`sha256:${'cd'.repeat(32)}`);
});

test('an archive whose object names no digest is not recorded', async () => {
  expect(await run({ STAND_IN_DIGEST: 'None' })).toMatchObject({ status: 0 });
  expect(standIn.recordOf('None')).toBeUndefined();
});

test.each([
  ['MIN_TASKS', ''],
  ['MAX_TASKS', '$(touch pwned)'],
  ['CPU_TARGET', '6"0'],
])('what is no number scales nothing: %s=%s', async (name, value) => {
  expect((await run({ [name]: value })).status).toBe(1);
  expect(standIn.calls()).toEqual([]);
});
