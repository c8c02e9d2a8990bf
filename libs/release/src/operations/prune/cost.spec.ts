import { MemoryBucket } from '../../testing/memory-bucket';
import { ReleaseFixture } from '../../testing/release-fixture';
import { planPrune } from './plan';
import { prune } from './prune';

const versionsPerPage = 1000;

/** Counts requests as S3 would get them: a listing is one for each page. */
class CountingBucket extends MemoryBucket {
  requests = 0;
  private readonly counted = ['versioning', 'head', 'get', 'versions', 'tags', 'removeAll'] as const;

  constructor() {
    super();
    for (const name of this.counted) {
      const original = (this[name] as (...args: unknown[]) => unknown).bind(this);
      Object.assign(this, {
        [name]: (...args: unknown[]) => {
          this.requests += 1;
          return original(...args);
        },
      });
    }
  }

  override async *versionsBelow(prefix: string, delimiter?: '/') {
    // Beneath, each key is asked for; over the wire that is one listing.
    const before = this.requests;
    let count = 0;
    for await (const version of super.versionsBelow(prefix, delimiter)) {
      count += 1;
      yield version;
    }
    this.requests += Math.ceil(count / versionsPerPage) - (this.requests - before);
  }
}

const fixtures: ReleaseFixture[] = [];
afterAll(() => Promise.all(fixtures.map((fixture) => fixture.dispose())));

/** As after years: an archive for each commit, of which the last fifth was on `latest`, and some of it on uat. */
async function large(archives: number) {
  const fixture = new ReleaseFixture(archives);
  fixtures.push(fixture);
  const bucket = new CountingBucket();
  for (let index = 0; index < archives; index += 1) {
    const [body, commit] = [`archive ${index}`, fixture.sha(index)];
    const metadata = { commit, digest: `digest ${index}`, 'deploy-id': body };
    bucket.put(`story/${commit}.zip`, body, metadata);
    if (index < archives * 0.8) continue;
    bucket.put('story/latest.zip', body, metadata);
    if (index % 5 === 0) bucket.put('story/uat.zip', body, metadata);
  }
  const follows = [1, 2, 3].map((back) => fixture.sha(archives - 1 - back));
  const newest = { commit: fixture.sha(archives - 1), digest: `digest ${archives - 1}`, follows };
  bucket.put('story/latest.newest.json', JSON.stringify(newest));
  const lineages = jest.spyOn(fixture.commits, 'lineage');
  const others = (['ancestry', 'ancestors', 'describeAll'] as const).map((name) =>
    jest.spyOn(fixture.commits, name),
  );
  const now = bucket.now().getTime() + 1_000_000;
  const context = { ...fixture.context(), bucket, clock: { now: () => now } };
  const asked = () => [lineages, ...others].map(({ mock }) => mock.calls.length);
  return { context, bucket, asked };
}

it.each([
  [100, 2],
  [1_000, 20],
  [5_000, 100],
])('plans among %i archives with %i requests at the most', async (archives, most) => {
  const { context, bucket, asked } = await large(archives);
  const { view } = await planPrune(context, { olderThan: 0, keep: 0 });
  expect(view.toDelete.length).toBe(archives * 0.8);
  expect(bucket.requests).toBeLessThanOrEqual(most);
  // The register tells the newest commit and its ancestors; the subjects take one process of git.
  expect(asked()).toEqual([0, 0, 0, 1]);
});

it('deletes 800 archives with four requests, and looks at each twice before', async () => {
  const { context, bucket } = await large(1_000);
  const plan = await planPrune(context, { olderThan: 0, keep: 0 });
  bucket.requests = 0;
  const { deleted } = await prune(context, plan);
  expect(deleted).toHaveLength(800);
  // The versioning; for each batch of 250 what latest needs, the versions of the four tags, and the deletion itself.
  expect(bucket.requests - 2 * 800).toBeLessThanOrEqual(1 + 4 * 14);
});
