import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBucket, type S3Bucket } from '@sluice/aws';
import { ensureBucket, FaultPlan } from '@sluice/local-cloud';
import type { History, Status } from '@sluice/contract';
import diff from '../executors/diff/diff.impl';
import doctor from '../executors/doctor/doctor.impl';
import history from '../executors/history/history.impl';
import hold from '../executors/hold/hold.impl';
import promote from '../executors/promote/promote.impl';
import rollback from '../executors/rollback/rollback.impl';
import status from '../executors/status/status.impl';
import unhold from '../executors/unhold/unhold.impl';
import { type RunResult } from '../testing/temporary-workspace';
import { done, TwoClouds } from '../testing/two-clouds';

const faults = new FaultPlan();
let clouds: TwoClouds;
let home: S3Bucket;
let place: S3Bucket;
let shas: string[];

beforeAll(async () => {
  clouds = await TwoClouds.open({ environments: { stage: { tag: 'latest' }, prod: {} }, faults });
  ({ home, place, shas } = clouds);
  await clouds.publish('one', 'two', 'three');
});
afterAll(() => clouds.close());

const run: TwoClouds['run'] = (executor, options) => clouds.run(executor, options);

const json = <T>(result: RunResult): T => JSON.parse(done(result).stdout) as T;

async function bytesOf(bucket: S3Bucket, key: string): Promise<Buffer> {
  const { size = 0, versionId } = (await bucket.head(key)) ?? {};
  return Buffer.from(await bucket.read(key, versionId, 0, size));
}

const archive = (index: number) => clouds.archive(index);

// One story: each test continues where the one before it ended.
it('promotes the very bytes into the bucket of the other account, and no tag into its own', async () => {
  done(await run(promote, { env: 'prod', sha: shas[0], reason: 'first' }));
  const published = await bytesOf(home, archive(0));
  expect(published.length).toBeGreaterThan(0);
  expect((await bytesOf(place, 'story/prod.zip')).equals(published)).toBe(true);
  expect((await bytesOf(place, archive(0))).equals(published)).toBe(true);
  expect((await place.head('story/prod.zip'))?.metadata).toMatchObject({
    commit: shas[0],
    digest: (await home.head(archive(0)))?.metadata.digest,
    tag: 'prod',
    reason: 'first',
  });
  expect(await home.head('story/prod.zip')).toBeUndefined();
});

it('refuses a byte that was flipped on arrival, names it, and moves nothing', async () => {
  const before = await place.versions('story/prod.zip');
  const flipOnce = clouds.second.store.onNewVersion(({ record }) => {
    if (record.key !== archive(1)) return;
    flipOnce();
    const data = readdirSync(join(clouds.folder, 'second'), { recursive: true, encoding: 'utf8' })
      .map((name) => join(clouds.folder, 'second', name))
      .filter((name) => name.includes(shas[1]!) && name.endsWith('.data'));
    expect(data).toHaveLength(1);
    const bytes = readFileSync(data[0]!);
    bytes[60] = bytes[60]! ^ 1;
    writeFileSync(data[0]!, bytes);
  });
  const refused = await run(promote, { env: 'prod', sha: shas[1] });
  expect(refused.success).toBe(false);
  expect(refused.stderr).toContain(
    `The copy ${archive(1)} in the bucket "acme-prod" differs from the published archive`,
  );
  expect(refused.stderr).toContain('No tag was moved.');
  expect(await place.versions('story/prod.zip')).toEqual(before);
  // Nor is it taken the next time, when it is there already.
  expect((await run(promote, { env: 'prod', sha: shas[1] })).success).toBe(false);
  expect(await place.versions('story/prod.zip')).toEqual(before);
});

it('shows it in status, diff and history, and holds it', async () => {
  done(await run(promote, { env: 'prod', sha: shas[2], reason: 'third' }));
  const { environments } = json<Status>(await run(status, { json: true }));
  expect(environments).toMatchObject([
    { name: 'stage', current: { commit: shas[2] } },
    { name: 'prod', current: { commit: shas[2] }, behind: 0 },
  ]);
  expect(json(await run(diff, { from: 'prod', to: shas[0]!, json: true }))).toMatchObject({
    files: { added: [], changed: ['app/server/main.js'], removed: [] },
  });
  const { entries } = json<History>(await run(history, { env: 'prod', json: true }));
  expect(entries.map(({ commit, reason }) => [commit, reason])).toEqual([
    [shas[2], 'third'],
    [shas[0], 'first'],
  ]);
  done(await run(hold, { env: 'prod', reason: 'freeze' }));
  expect(await place.head('story/prod.hold.json')).toBeDefined();
  expect((await run(promote, { env: 'prod', sha: shas[0] })).stderr).toContain('freeze');
  done(await run(unhold, { env: 'prod' }));
});

it('shows the others where these credentials may not read that bucket', async () => {
  faults.add({ bucket: 'acme-prod', times: Infinity, effect: { kind: 'error', code: 'AccessDenied' } });
  try {
    const { environments } = json<Status>(await run(status, { json: true }));
    expect(environments).toMatchObject([
      { name: 'stage', current: { commit: shas[2] } },
      { name: 'prod', unreadable: expect.stringContaining('access denied') },
    ]);
    expect(done(await run(status, {})).stdout).toContain('prod is unknown: AWS refused');
  } finally {
    faults.clear();
  }
});

it('rolls back inside that bucket', async () => {
  const result = await run(rollback, { env: 'prod', reason: 'it loses orders', yes: true });
  expect(done(result).stdout).toContain(shas[0]!.slice(0, 8));
  expect((await place.head('story/prod.zip'))?.metadata).toMatchObject({ commit: shas[0] });
});

it('examines both buckets', async () => {
  const result = await run(doctor, {});
  expect(result.stdout + result.stderr).toContain(
    'The bucket "acme-archives" is reachable and has versioning enabled.',
  );
  expect(result.stdout + result.stderr).toContain(
    'The bucket "acme-prod" is reachable and has versioning enabled.',
  );
});

it('copies inside the server where one serves both buckets, and streams otherwise', async () => {
  await ensureBucket(clouds.first, 'acme-beside');
  const { endpoint, region, accessKeyId, secretAccessKey } = clouds.first;
  const requests: string[] = [];
  const beside = openBucket({
    bucket: 'acme-beside',
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    onRequest: (name) => requests.push(name),
  });
  const source = await home.head(archive(2));
  await beside.receive({ bucket: home, object: source! }, 'there.zip', { commit: 'c' }, { kind: 'absent' });
  expect(requests).toEqual(['CopyObject']);
  expect((await bytesOf(beside, 'there.zip')).equals(await bytesOf(home, archive(2)))).toBe(true);
  const again = await beside.receive({ bucket: home, object: source! }, 'there.zip', {}, { kind: 'absent' });
  expect(again).toEqual({ outcome: 'conflict' });
  requests.length = 0;
  const streamed = await place.head(archive(0));
  await beside.receive({ bucket: place, object: streamed! }, 'streamed.zip', {}, { kind: 'absent' });
  expect(requests).toEqual(['PutObject']);
  beside.close();
});

it('streams a large archive in parts, and leaves none of them where it is there already', async () => {
  await ensureBucket(clouds.first, 'acme-large');
  const { endpoint, region, accessKeyId, secretAccessKey } = clouds.first;
  const part = 5 * 2 ** 20;
  const rule = { above: part, part, atATime: 2 };
  const requests: string[] = [];
  const large = openBucket({
    bucket: 'acme-large',
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    multipart: { upload: rule, copy: rule },
    onRequest: (name) => requests.push(name),
  });
  const bytes = randomBytes(part + 1_000);
  const path = join(clouds.folder, 'large.zip');
  writeFileSync(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await place.upload('large.zip', { path, size: bytes.length, sha256 }, {});
  const from = { bucket: place, object: (await place.head('large.zip'))! };
  await large.receive(from, 'there.zip', { commit: 'c' }, { kind: 'absent' });
  expect(requests.sort()).toEqual([
    ...['CompleteMultipartUpload', 'CreateMultipartUpload'],
    ...['UploadPart', 'UploadPart'],
  ]);
  expect((await bytesOf(large, 'there.zip')).equals(bytes)).toBe(true);
  requests.length = 0;
  expect(await large.receive(from, 'there.zip', {}, { kind: 'absent' })).toEqual({ outcome: 'conflict' });
  expect(requests.at(-1)).toBe('AbortMultipartUpload');
  large.close();
});
