import type { CheckFinding } from '@sluice/contract';
import { TemporaryWorkspace } from '../../testing/temporary-workspace';
import doctor from './doctor.impl';
import { HealthyCloud } from './testing/healthy-cloud';

let workspace: TemporaryWorkspace;
let cloud: HealthyCloud;
let everyCheck: string[];

beforeAll(async () => {
  workspace = new TemporaryWorkspace();
  cloud = await HealthyCloud.open();
  await workspace.pack('content');
  await workspace.publish({}, { env: cloud.env });
  everyCheck = (await examined()).map(({ check }) => check);
});
afterEach(() => cloud.repair());
afterAll(async () => {
  await cloud.close();
  workspace.dispose();
});

async function examined(): Promise<CheckFinding[]> {
  // The SDK repeats what looks like a passing failure; once is enough to see it.
  const env = { ...cloud.env, AWS_MAX_ATTEMPTS: '1' };
  const { stdout } = await workspace.run(doctor, { json: true }, { env });
  return (JSON.parse(stdout) as { findings: CheckFinding[] }).findings;
}

const location = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</LocationConstraint>`;

it.each([
  ['default, as Ceph says', location('default')],
  ['nothing, as MinIO says', location('')],
  ['a region that is not the one in use', location('eu-west-1')],
  ['what is no region', location('&lt;garage&gt; 1\n::error::x')],
])('takes a server whose location is %s as it is', async (_, body) => {
  cloud.always({ operation: 'GetBucketLocation', effect: { kind: 'answer-body', body } });
  const findings = await examined();
  expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(findings.find(({ check }) => check === 'region')?.message).toBe(
    'The server is not AWS, and accepts requests for the region in use.',
  );
});

const codes = ['NotImplemented', 'MethodNotAllowed', 'InvalidRequest', 'InternalError'] as const;
const operations: Record<string, [check: string, state: CheckFinding['state']]> = {
  GetBucketLocation: ['region', 'unknown'],
  GetBucketEncryption: ['encryption', 'unknown'],
  GetPublicAccessBlock: ['public access', 'unknown'],
  GetBucketVersioning: ['bucket', 'failed'],
  ListObjectVersions: ['listing of versions', 'failed'],
  ListObjectsV2: ['listing', 'failed'],
  GetObjectTagging: ['tags of objects', 'warning'],
};
const rows = Object.entries(operations).flatMap(([operation, [check, state]], index) => {
  // Every operation with one of the answers, and every answer somewhere.
  const code = codes[index % codes.length] ?? 'NotImplemented';
  return [[operation, code, check, state] as const];
});

it.each([...rows, ['ListObjectVersions', 'NotImplemented', 'listing of versions', 'failed'] as const])(
  'makes a finding of %s that ends with %s, and all other checks',
  async (operation, code, check, state) => {
    cloud.always({ operation, effect: { kind: 'error', code } });
    const findings = await examined();
    const found = findings.find((one) => one.check === check);
    expect(found).toMatchObject({ state, remedy: expect.stringMatching(/\.$/) });
    expect(found?.message).toMatch(/[^.]+\./);
    // No remedy sends anybody to change what works.
    expect(found?.remedy).not.toMatch(/Set |put-bucket|Delete/);
    expect(findings.map((one) => one.check)).toEqual(expect.arrayContaining(everyCheck));
    expect(findings.filter((one) => one.state !== 'ok' && one.check !== check)).toEqual([]);
  },
);
