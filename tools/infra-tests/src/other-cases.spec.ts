import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArchive, writeRecord } from '@sluice/archive';
import { openBucket, type S3Bucket } from '@sluice/aws';
import { GitRepository } from '@sluice/git';
import { ensureBucket, openLocalCloud, type LocalCloud } from '@sluice/local-cloud';
import { planPrune, prune, publish, resolveSettings, type PublishContext } from '@sluice/release';
import { checkedInCalls, inOtherCases, type Call, type RoleName } from './testing/recorded-calls';
import { notedS3 } from './testing/recording-cloud';
import { sluice } from './testing/repository';

const folder = mkdtempSync(join(tmpdir(), 'sluice-other-cases-'));
const root = join(folder, 'work');
const noted = new Map<string, Call>();
let cloud: LocalCloud;
let bucket: S3Bucket;
let context: PublishContext;

const git = (...args: string[]) => {
  const identity = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' }).trim();
};

/** A commit that publishes this content. */
async function published(content: string): Promise<string> {
  git('commit', '--quiet', '--allow-empty', '-m', content);
  const sha = git('rev-parse', 'HEAD');
  const file = join(folder, 'file');
  writeFileSync(file, content);
  const output = join(folder, `${sha}.zip`);
  const files = [{ path: 'app/file', file }];
  const { path, size, sha256, digest, ...counts } = await writeArchive({ root: folder, files, output });
  const archive = { size, sha256, digest, files: counts.files, contentBytes: counts.contentBytes };
  await writeRecord(path, { version: 1, archive, assets: [], sources: [], built: 0 });
  await publish(context, { archive: output });
  return sha;
}

/** The permissions that `act` uses and that no recorded run of the role does. */
async function besides(role: RoleName, act: () => Promise<unknown>): Promise<Call[]> {
  noted.clear();
  await act();
  const known = new Set(
    Object.values(checkedInCalls[role])
      .flat()
      .map((call) => JSON.stringify(call)),
  );
  return [...noted].filter(([call]) => !known.has(call)).map(([, call]) => call);
}

beforeAll(async () => {
  mkdirSync(root);
  git('init', '--quiet', '--initial-branch=main');
  const note = (calls: Call[]) => calls.forEach((call) => noted.set(JSON.stringify(call), call));
  cloud = await openLocalCloud({
    folder: join(folder, 'cloud'),
    announce: false,
    services: ({ store }) => [notedS3(store, note)],
  });
  await ensureBucket(cloud, 'pipelinebucket');
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const credentials = { accessKeyId, secretAccessKey };
  bucket = openBucket({ bucket: 'pipelinebucket', endpoint, region, credentials });
  const commits = new GitRepository(root);
  context = {
    settings: resolveSettings({ file: sluice, env: {} }),
    bucket,
    commits,
    checkout: commits,
    build: { builder: 'local' },
    changes: { affects: async () => true },
    project: 'app',
    prefix: 'sluice/',
    report: () => undefined,
  };
});
afterAll(async () => {
  bucket.close();
  await cloud.close();
  rmSync(folder, { recursive: true });
});

test('a publisher of content that was published before copies it, and asks whether it was rejected', async () => {
  const calls = await besides('publisher', async () => {
    const first = await published('one');
    await published('one');
    await published('two');
    // A revert has the content of an archive, and not that of latest.
    await published('one');
    await published('two');
    // Somebody brings latest back: the next publication with the same content may be of what was rejected.
    const archive = (await bucket.head(`sluice/${first}.zip`))!;
    await bucket.copy(archive, 'sluice/latest.zip', { ...archive.metadata });
    noted.delete('{"action":"s3:PutObject","key":"sluice/latest.zip","from":"sluice/<sha>.zip"}');
    await published('two');
  });
  const cases = inOtherCases.publisher?.filter(({ key }) => key?.startsWith('sluice/'));
  expect(sorted(calls)).toEqual(sorted(cases ?? []));
});

test('a pruner reads a version of a tag that the listing does not explain, and misses what someone else pruned', async () => {
  await published('three');
  const [replaced, replacing, unused] = ['d', 'e', 'f'].map((digit) => digit.repeat(40));
  for (const commit of [replaced!, replacing!])
    await bucket.upload('sluice/uat.zip', fileOf('copied'), { commit });
  await bucket.upload(`sluice/${unused}.zip`, fileOf('unused'), { commit: unused!, digest: unused! });
  const later = { ...context, bucket, clock: { now: () => Date.now() + 100_000 } };
  const calls = await besides('pruner', async () => {
    const plan = await planPrune(later, { olderThan: 0, keep: 0 });
    expect(plan.view.toDelete.map(({ commit }) => commit)).toEqual([unused]);
    await bucket.remove(`sluice/${unused}.zip`);
    await prune(later, plan);
  });
  expect(sorted(calls)).toEqual(sorted(inOtherCases.pruner ?? []));
});

function fileOf(content: string): { path: string; size: number; sha256: string } {
  const path = join(folder, content);
  writeFileSync(path, content);
  return { path, size: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

function sorted(calls: readonly Call[]): string[] {
  return calls.map((call) => JSON.stringify(call)).sort();
}
