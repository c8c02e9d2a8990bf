import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArchive } from '@sluice/archive';
import { openBucket, type BucketAddress, type S3Bucket } from '@sluice/aws';
import { ensureBucket, openLocalCloud, type LocalCloud, type Service } from '@sluice/local-cloud';
import { resolveSettings, splitBucket } from '@sluice/release';
import { callsOfRequest } from './testing/calls-of-request';
import { allows, allowsFrom, type Request } from './testing/iam';
import { requestOf, type Call } from './testing/recorded-calls';
import { bucketPolicy, bucketPolicyReadBy, promoterElsewhere, promoterOf } from './testing/roles';

// prod in an account of its own: its bucket is there, and the app's bucket is in the first account.
const account = '222222222222';
const home = 'pipelinebucket';
const own = 'acme-prod';
const homePolicy = bucketPolicyReadBy('333333333333', account);
const promoter = promoterElsewhere('prod', 'prod', { bucket: own, source: home });
const promoterOfLarge = promoterElsewhere('prod', 'prod', {
  bucket: own,
  source: home,
  LargeArchives: 'true',
});
type MultipartRule = BucketAddress['multipart'];
const sha = 'a'.repeat(40);

/** A call on one of the two buckets; a copy names the bucket that it is from. */
interface PlacedCall extends Call {
  bucket: string;
  source?: string;
}

function requestFor({ bucket, source, ...call }: PlacedCall): Request {
  const request = requestOf(call);
  const context = { ...request.context };
  const copied = context['s3:x-amz-copy-source'];
  if (copied !== undefined) context['s3:x-amz-copy-source'] = copied.replace(home, source ?? bucket);
  return { ...request, resource: request.resource.replace(home, bucket), context };
}

function may(call: PlacedCall, policy = homePolicy, from = account, role = promoter): boolean {
  const request = requestFor(call);
  return call.bucket === home
    ? allowsFrom(from, role.policies, request, { resource: policy, boundary: role.boundary })
    : allows(role.policies, request, { resource: ownPolicy, boundary: role.boundary });
}

/** Its own bucket has the policy of every platform's. */
const ownPolicy = {
  Statement: bucketPolicy.Statement.map((statement) => ({
    ...statement,
    Resource: [statement.Resource ?? []].flat().map((resource) => resource.replace(home, own)),
  })),
};

describe('a promotion into another account', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-account-'));
  const noted = new Map<string, PlacedCall>();
  let cloud: LocalCloud;
  const opened: S3Bucket[] = [];

  beforeAll(async () => {
    const services = () => [noting((call) => void noted.set(JSON.stringify(call), call))];
    cloud = await openLocalCloud({ folder: join(folder, 'cloud'), announce: false, services });
    for (const bucket of [home, own]) await ensureBucket(cloud, bucket);
  });
  afterAll(async () => {
    opened.forEach((bucket) => bucket.close());
    await cloud.close();
    rmSync(folder, { recursive: true });
  });

  const open = ({ bucket, multipart }: { bucket: string; multipart?: MultipartRule }) => {
    const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
    const credentials = { accessKeyId, secretAccessKey };
    opened.push(openBucket({ bucket, endpoint, region, credentials, multipart }));
    return opened.at(-1)!;
  };

  /** The calls of a promotion of so many bytes. */
  const promoted = async (sha: string, bytes: number, multipart?: MultipartRule) => {
    const archive = `sluice/${sha}.zip`;
    const file = join(folder, 'file');
    writeFileSync(file, randomBytes(bytes));
    const { path, size, sha256, digest } = await writeArchive({
      root: folder,
      files: [{ path: 'app/file', file }],
      output: join(folder, `${sha}.zip`),
    });
    const first = open({ bucket: home });
    await first.upload(archive, { path, size, sha256 }, { commit: sha, digest }, { kind: 'absent' });
    const environments = { stage: { tag: 'latest' }, prod: { tag: 'prod', bucket: own } };
    const settings = resolveSettings({ file: { app: 'sluice', bucket: home, environments }, env: {} });
    const bucket = splitBucket(settings, first, (place) => open({ ...place, multipart }));
    noted.clear();
    const source = await bucket.head(archive);
    await bucket.copy(source!, 'sluice/prod.zip', { commit: sha }, { kind: 'absent' });
    return [...noted.values()];
  };

  test('calls nothing that its promoter may not, and reads only where the app has its bucket', async () => {
    const calls = await promoted(sha, 100);
    expect(calls).toContainEqual({
      bucket: own,
      source: home,
      action: 's3:PutObject',
      key: 'sluice/<sha>.zip',
      with: 'If-None-Match',
      from: 'sluice/<sha>.zip',
    });
    expect(calls.filter((call) => !may(call))).toEqual([]);
    const atHome = new Set(calls.filter((call) => call.bucket === home).map(({ action }) => action));
    expect([...atHome].sort()).toEqual(['s3:GetObject', 's3:GetObjectVersion']);
  });

  test('of an archive that S3 copies in parts only is allowed with LargeArchives, and not without', async () => {
    const part = 5 * 2 ** 20;
    const rule = { above: part, part, atATime: 4 };
    await open({ bucket: own }).remove('sluice/prod.zip');
    const calls = await promoted('b'.repeat(40), part + 1_000, { copy: rule, upload: rule });
    const brought = { bucket: own, action: 's3:PutObject', key: 'sluice/<sha>.zip' };
    const named = { source: home, from: 'sluice/<sha>.zip' };
    expect(calls).toEqual(
      expect.arrayContaining([
        { ...brought, isPart: true },
        { ...brought, ...named, isPart: true },
        { ...brought, with: 'If-None-Match' },
      ]),
    );
    expect(calls.filter((call) => !may(call, homePolicy, account, promoterOfLarge))).toEqual([]);
    expect(calls.filter((call) => !may(call))).not.toEqual([]);
    const removal = { bucket: own, action: 's3:AbortMultipartUpload', key: 'sluice/<sha>.zip' };
    expect(may(removal, homePolicy, account, promoterOfLarge)).toBe(true);
  });
});

describe("prod's promoter, on the bucket of the app", () => {
  const read: PlacedCall = { bucket: home, action: 's3:GetObject', key: 'sluice/<sha>.zip' };

  test('may read where the bucket names its account, and nowhere else', () => {
    expect(may(read)).toBe(true);
    expect(may(read, bucketPolicy)).toBe(false);
    expect(may(read, bucketPolicyReadBy('333333333333'))).toBe(false);
    expect(may(read, homePolicy, '444444444444')).toBe(false);
    expect(may({ bucket: home, action: 's3:ListBucketVersions', key: '' })).toBe(true);
  });

  test('may read no other app', () => {
    expect(may({ ...read, key: 'other/<sha>.zip' })).toBe(false);
  });

  const attacks: Call[] = [
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-None-Match' },
    { action: 's3:PutObject', key: 'sluice/<sha>.zip', with: 'If-None-Match', from: 'sluice/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/prod.zip', with: 'If-Match', from: 'sluice/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/latest.zip', with: 'If-Match', from: 'sluice/<sha>.zip' },
    { action: 's3:PutObject', key: 'sluice/prod.hold.json' },
    { action: 's3:PutObject', key: 'sluice/rejections.json' },
    { action: 's3:PutObjectTagging', key: 'sluice/<sha>.zip' },
    { action: 's3:DeleteObject', key: 'sluice/<sha>.zip' },
    { action: 's3:DeleteObjectVersion', key: 'sluice/latest.zip' },
    { action: 's3:AbortMultipartUpload', key: 'sluice/<sha>.zip' },
    { action: 's3:PutBucketPolicy', key: '' },
    { action: 's3:PutBucketVersioning', key: '' },
  ];
  test.each(attacks)('may not $action on $key from $from', (call) => {
    expect(may({ bucket: home, ...call })).toBe(false);
  });

  test('may do none of it even if its own policies and its boundary said so', () => {
    const everything = { Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }] };
    const allowed = attacks.filter((call) =>
      allowsFrom(account, [everything], requestFor({ bucket: home, ...call }), { resource: homePolicy }),
    );
    expect(allowed).toEqual([]);
  });
});

describe("prod's promoter, on its own bucket", () => {
  const bring: PlacedCall = {
    bucket: own,
    source: home,
    action: 's3:PutObject',
    key: 'sluice/<sha>.zip',
    with: 'If-None-Match',
    from: 'sluice/<sha>.zip',
  };

  test.each<[string, Partial<PlacedCall>, boolean]>([
    ['bring an archive of the app', {}, true],
    ['overwrite one', { with: 'nothing' }, false],
    ['upload one', { from: undefined }, false],
    ['make one of a tag', { from: 'sluice/latest.zip' }, false],
    ['make one of another app', { from: 'other/<sha>.zip' }, false],
    ['make one of its own bucket', { source: own }, false],
    ['move its tag to something of the other bucket', { key: 'sluice/prod.zip' }, false],
    ['move its tag to an archive here', { key: 'sluice/prod.zip', source: own, with: 'If-Match' }, true],
  ])('decides whether it may %s', (_, change, expected) => {
    expect(may({ ...bring, ...change })).toBe(expected);
  });

  test.each<[string, Partial<PlacedCall>]>([
    ['overwrite an archive', { from: undefined, with: 'nothing' }],
    ['copy parts of a tag', { isPart: true, from: 'sluice/latest.zip' }],
    ['copy parts of another app', { isPart: true, from: 'other/<sha>.zip' }],
    ['bring to another app', { key: 'other/<sha>.zip', isPart: true, from: undefined }],
    ['move another tag', { key: 'sluice/uat.zip', isPart: true, from: undefined }],
    ['remove parts of another tag', { action: 's3:AbortMultipartUpload', key: 'sluice/uat.zip' }],
  ])('may not %s with large archives either', (_, change) => {
    expect(may({ ...bring, ...change }, homePolicy, account, promoterOfLarge)).toBe(false);
  });

  test('may upload a new archive with large archives, which IAM cannot tell from the completion of a copy', () => {
    const upload = { ...bring, from: undefined };
    expect([may(upload, homePolicy, account, promoterOfLarge), may(upload)]).toEqual([true, false]);
  });

  test('brings nothing where no stack names a source', () => {
    const { policies, boundary } = promoterOf('prod', 'prod');
    expect(
      allows(policies, requestFor({ ...bring, bucket: home }), { resource: bucketPolicy, boundary }),
    ).toBe(false);
  });
});

/** Sees every request to S3 with the bucket that it is about, and leaves it to the local cloud. */
function noting(note: (call: PlacedCall) => void): Service {
  return {
    name: 's3',
    matches: (request) => {
      if (!request.headers.authorization) return false;
      const bucket = /^\/([^/?]+)/.exec(request.url ?? '')?.[1] ?? '';
      const source = /^\/?([^/]+)/.exec(String(request.headers['x-amz-copy-source'] ?? bucket))?.[1];
      for (const call of callsOfRequest(request, () => true)) {
        // What a copy reads, it reads in the bucket of its source.
        const isReadOfCopy = source !== bucket && call.action.startsWith('s3:Get');
        note({
          bucket: isReadOfCopy ? source! : bucket,
          ...(call.from === undefined ? {} : { source }),
          ...call,
        });
      }
      return false;
    },
    handle: () => Promise.reject(new Error('It matches nothing.')),
  };
}
