import type { CheckFinding } from '@sluice/contract';
import { TemporaryWorkspace } from '../../testing/temporary-workspace';
import doctor from './doctor.impl';
import { plainBucket, HealthyCloud } from './testing/healthy-cloud';

let workspace: TemporaryWorkspace;
let cloud: HealthyCloud;

beforeAll(async () => {
  workspace = new TemporaryWorkspace();
  cloud = await HealthyCloud.open();
  await workspace.pack('content');
  const { success, stderr } = await workspace.publish({}, { env: cloud.env });
  if (!success) throw new Error(stderr);
});
afterEach(() => cloud.repair());
afterAll(async () => {
  await cloud.close();
  workspace.dispose();
});

async function examined(env: NodeJS.ProcessEnv = {}) {
  const result = await workspace.run(doctor, { json: true }, { env: { ...cloud.env, ...env } });
  const { findings } = JSON.parse(result.stdout) as { findings: CheckFinding[] };
  return { ...result, findings, troubles: findings.filter(({ state }) => state !== 'ok') };
}

it('finds nothing wrong with a healthy setup, and leaves nothing behind', async () => {
  const before = cloud.keys();
  const { success, troubles, stderr } = await examined();
  expect(troubles).toEqual([]);
  expect(success).toBe(true);
  expect(stderr).toMatch(/\n(\d+) checks: \1 ok\.\n$/);
  expect(cloud.keys()).toEqual(before);
});

const conditions = ['if-match', 'if-none-match'];
const inTenMinutes = () => new Date(Date.now() + 600_000).toUTCString();

interface Broken {
  breakIt: () => NodeJS.ProcessEnv | void;
  check: string;
  state?: CheckFinding['state'];
  message: RegExp;
  remedy: RegExp;
}

const setUps: Record<string, Broken> = {
  'no versioning': {
    breakIt: () => ({ SLUICE_BUCKET: plainBucket }),
    check: 'bucket',
    message: /"keeps-no-versions" does not have versioning enabled \(it is off\)/,
    remedy: /put-bucket-versioning --bucket keeps-no-versions .*Status=Enabled/,
  },
  'the wrong region': {
    breakIt: () => cloud.always({ bucket: 'releases', effect: { kind: 'error', code: 'PermanentRedirect' } }),
    check: 'region',
    message: /The bucket is in eu-west-1, not in us-east-1/,
    remedy: /Set "region" in sluice\.json, or AWS_REGION, to eu-west-1/,
  },
  'the wrong key': {
    breakIt: () => ({ AWS_SECRET_ACCESS_KEY: 'of-another-account' }),
    check: 'bucket',
    message: /"releases" does not accept these AWS credentials/,
    remedy: /Check the access key, its secret/,
  },
  'no permission to list': {
    breakIt: () =>
      cloud.always(
        ...['ListObjectsV2', 'ListObjectVersions', 'HeadBucket'].map((operation) => ({
          operation,
          effect: { kind: 'error' as const, code: 'AccessDenied' as const },
        })),
      ),
    check: 'permission to read',
    message: /lack s3:ListBucket on releases, s3:ListBucketVersions on releases/,
    remedy:
      /Allow them s3:ListBucket on arn:aws:s3:::releases, s3:ListBucketVersions on arn:aws:s3:::releases/,
  },
  'conditions that are ignored': {
    breakIt: () => cloud.always({ effect: { kind: 'unheard', headers: conditions } }),
    check: 'conditional writes',
    state: 'warning',
    message: /ignores conditions on writes: a lost race is detected only afterwards/,
    remedy: /supports If-Match and If-None-Match, or run only one writing job at a time/,
  },
  'polling off and no rule': {
    breakIt: () => {
      cloud.rules = { ...cloud.rules, 'story-prod-pipeline': [] };
    },
    check: 'start of prod',
    message: /"story-prod-pipeline" does not poll, and it is not the target of an EventBridge rule/,
    remedy:
      /Create a rule for "Object Created" of s3:\/\/releases\/story\/prod\.zip with the pipeline as its target/,
  },
  'a missing pipeline': {
    breakIt: () => {
      delete cloud.sources['story-uat-pipeline'];
    },
    check: 'pipeline of uat',
    message: /The pipeline "story-uat-pipeline" does not exist/,
    remedy: /Check "pipeline" of the environment in sluice\.json/,
  },
  'a pipeline on another tag': {
    breakIt: () => {
      cloud.sources['story-prod-pipeline'] = {
        S3ObjectKey: 'story/uat.zip',
        PollForSourceChanges: 'false',
      };
    },
    check: 'pipeline of prod',
    message: /watches s3:\/\/releases\/story\/uat\.zip, not s3:\/\/releases\/story\/prod\.zip/,
    remedy: /Correct its source, or "pipeline" and "tag" of the environment/,
  },
  'a skewed clock': {
    breakIt: () => cloud.always({ effect: { kind: 'answer-headers', headers: { date: inTenMinutes() } } }),
    check: 'clock',
    message: /The clock of this machine is \d{3} s behind that of the bucket/,
    remedy: /Set the clock/,
  },
  'an archive that is too large': {
    breakIt: () => {
      const headers = { 'content-length': String(7 * 1024 ** 3 + 1) };
      cloud.always({
        operation: 'HeadObject',
        key: 'story/latest.zip',
        effect: { kind: 'answer-headers', headers },
      });
    },
    check: 'size in stage',
    message: /The archive on "latest" is larger than the 7 GB/,
    remedy: /Exclude files that the app does not need/,
  },
  'a role that may not publish': {
    breakIt: () =>
      cloud.always(
        ...['PutObject', 'CopyObject'].map((operation) => ({
          operation,
          key: /(?:latest|[0-9a-f]{40})\.zip$/,
          effect: { kind: 'error' as const, code: 'AccessDenied' as const },
        })),
      ),
    check: 'permission to publish',
    state: 'warning',
    message:
      /lack s3:PutObject on releases\/story\/[0-9a-f]{40}\.zip, s3:PutObject on releases\/story\/latest\.zip/,
    remedy: /allow them s3:PutObject on arn:aws:s3:::releases\/story\//,
  },
  'checksums that are not kept': {
    breakIt: () =>
      cloud.always({
        operation: 'HeadObject',
        effect: { kind: 'answer-headers', headers: { 'x-amz-checksum-sha256': undefined } },
      }),
    check: 'checksums',
    state: 'warning',
    message: /does not store the SHA-256/,
    remedy: /x-amz-checksum-sha256/,
  },
};

it.each(Object.entries(setUps))('names %s, and what to do', async (_, broken) => {
  const before = cloud.keys();
  const { state = 'failed' } = broken;
  const env = broken.breakIt() ?? {};
  const { findings, success, stderr } = await examined(env);
  const found = findings.find(({ check }) => check === broken.check);
  expect(found).toMatchObject({
    state,
    message: expect.stringMatching(broken.message),
    remedy: expect.stringMatching(broken.remedy),
  });
  expect(stderr).toContain(`${found?.message}\n    ${found?.remedy}\n`);
  expect(success).toBe(state === 'warning');
  expect(cloud.keys()).toEqual(before);
});

it('tells what it could not look at from what is wrong', async () => {
  const denied = { kind: 'error' as const, code: 'AccessDenied' as const };
  cloud.always(
    ...['GetBucketEncryption', 'GetPublicAccessBlock', 'GetBucketLocation'].map((operation) => ({
      operation,
      effect: denied,
    })),
  );
  const { troubles, success } = await examined();
  expect(troubles.map(({ check, state }) => `${check} ${state}`)).toEqual([
    'region unknown',
    'encryption unknown',
    'public access unknown',
  ]);
  expect(success).toBe(true);
});
