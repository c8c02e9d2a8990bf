import activity from '../executors/activity/activity.impl';
import diff from '../executors/diff/diff.impl';
import doctor from '../executors/doctor/doctor.impl';
import history from '../executors/history/history.impl';
import hold from '../executors/hold/hold.impl';
import metrics from '../executors/metrics/metrics.impl';
import promote from '../executors/promote/promote.impl';
import prune from '../executors/prune/prune.impl';
import publish from '../executors/publish-s3/publish-s3.impl';
import redeploy from '../executors/redeploy/redeploy.impl';
import reject from '../executors/reject/reject.impl';
import unhold from '../executors/unhold/unhold.impl';
import rollback from '../executors/rollback/rollback.impl';
import status from '../executors/status/status.impl';
import { LargeBucket } from '../testing/large-bucket';

jest.setTimeout(180_000);

const archives = 100;
const large = new LargeBucket(archives);
beforeAll(() => large.open());
afterAll(() => large.close());

type Executor = Parameters<LargeBucket['cost']>[0];

/**
 * What each command may ask of the bucket and the pipelines, and how many processes of git it may start. The table in
 * docs/performance.md has the same for more archives. One story: each command continues where the one before it ended.
 */
const commands: [string, Executor, object | (() => object), { requests: number; git: number }][] = [
  ['status', status as Executor, {}, { requests: 18, git: 11 }],
  ['history', history as Executor, { env: 'stage' }, { requests: 22, git: 1 }],
  // One listing and the pipeline: nothing more for each version.
  ['history, the second time,', history as Executor, { env: 'stage' }, { requests: 2, git: 1 }],
  // One listing for each tag, one of the rejections, the pipelines, and the versions that a page of 50 shows.
  ['activity', activity as Executor, {}, { requests: 12, git: 1 }],
  ['activity, the second time,', activity as Executor, {}, { requests: 7, git: 1 }],
  // The listing of the tag and of the rejections, the pipeline, and what the history has not read before.
  ['metrics', metrics as Executor, { env: 'stage' }, { requests: 3, git: 1 }],
  [
    'promote --dry-run',
    promote as Executor,
    () => ({ env: 'uat', sha: large.sha(0), dryRun: true }),
    { requests: 9, git: 6 },
  ],
  [
    'promote',
    promote as Executor,
    () => ({ env: 'uat', sha: large.sha(0), yes: true }),
    { requests: 15, git: 9 },
  ],
  ['rollback --dry-run', rollback as Executor, { env: 'uat', dryRun: true }, { requests: 21, git: 8 }],
  ['rollback', rollback as Executor, { env: 'uat', yes: true }, { requests: 25, git: 11 }],
  ['diff', diff as Executor, { from: 'prod', to: 'HEAD' }, { requests: 4, git: 4 }],
  ['hold', hold as Executor, { env: 'stage' }, { requests: 3, git: 1 }],
  ['unhold', unhold as Executor, { env: 'stage' }, { requests: 5, git: 4 }],
  ['doctor', doctor as Executor, {}, { requests: 31, git: 1 }],
  ['redeploy --dry-run', redeploy as Executor, { env: 'stage', dryRun: true }, { requests: 2, git: 1 }],
  ['reject', reject as Executor, () => ({ sha: large.sha(2), reason: 'bad' }), { requests: 7, git: 2 }],
  ['prune', prune as Executor, { olderThan: '1s' }, { requests: archives / 50, git: 5 }],
];

it.each(commands)('%s asks no more than it needs', async (name, executor, options, most) => {
  const { requests, git, result, asked } = await large.cost(
    executor,
    typeof options === 'function' ? options() : options,
  );
  // No pipeline runs here, so nothing can be deployed again; what that asks is asked anyway.
  if (!name.startsWith('redeploy')) expect(result).toMatchObject({ success: true });
  const excess = { requests: Math.max(0, requests - most.requests), git: Math.max(0, git - most.git) };
  expect({ excess, asked }).toEqual({ excess: { requests: 0, git: 0 }, asked });
});

// What was packed here was not built by Nx in the same run.
const archive = { archive: 'dist/app.zip', allowStale: true };

/** However many archives there are: nothing is listed but the versions of latest. */
const publications: [string, { requests: number; git: number }][] = [
  ['of a new commit with new content', { requests: 14, git: 10 }],
  ['of a new commit with content that latest has', { requests: 10, git: 9 }],
  ['of nothing new', { requests: 3, git: 7 }],
];

it.each(publications)('publish %s asks no more than it needs', async (name, most) => {
  if (name.includes('commit')) large.workspace.commit('one more');
  if (name.includes('new content')) await large.workspace.pack('one more');
  const { requests, git, result, asked } = await large.cost(publish as Executor, archive);
  expect(result).toMatchObject({ success: true });
  const excess = { requests: Math.max(0, requests - most.requests), git: Math.max(0, git - most.git) };
  expect({ excess, asked }).toEqual({ excess: { requests: 0, git: 0 }, asked });
});

it('publish of nothing new writes nothing', async () => {
  const { asked } = await large.cost(publish as Executor, archive);
  expect(asked.filter((request) => /^(PUT|POST|DELETE) /.test(request))).toEqual([]);
});

it('prune deletes by one request what it has looked at with two for each archive', async () => {
  const { requests, git, result, asked } = await large.cost(prune as Executor, {
    olderThan: '1s',
    yes: true,
  });
  const deleted = Number(/Deleted (\d+) archives/.exec(result.stdout)?.[1]);
  expect(deleted).toBeGreaterThan(50);
  expect(asked.filter((request) => /^POST .*[?&]delete/.test(request))).toHaveLength(1);
  // Versioning, what latest needs, and the newest versions of three tags.
  expect(requests).toBeLessThanOrEqual(archives / 50 + 2 * deleted + 16);
  expect(git).toBeLessThanOrEqual(5);
});
