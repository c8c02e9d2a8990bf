import fc from 'fast-check';
import { decodeMetadata } from '../../metadata/metadata';
import type { PublishContext } from '../../context';
import { GraphOfCommits } from '../../testing/graph-of-commits';
import { ReleaseFixture } from '../../testing/release-fixture';
import { publish } from './publish';

/** Packs what all schedules ship. */
const packer = new ReleaseFixture();
afterAll(() => packer.dispose());

interface History {
  parents: number[][];
  /** What each commit ships; commits with the same number ship the same. */
  contents: number[];
}

/** Growth of a branch: one commit more, or a side branch of one or two that is merged at once; every third reverts. */
const step = fc.record({ kind: fc.integer({ min: -1, max: 4 }), reverts: fc.integer({ min: 0, max: 9 }) });

const histories: fc.Arbitrary<History> = fc.array(step, { minLength: 2, maxLength: 5 }).map((steps) => {
  const parents: number[][] = [[]];
  const contents = [0];
  const grow = (its: number[], reverts: number) => {
    const [parent = 0] = its;
    const before = contents[parents[parent]?.[0] ?? parent] ?? 0;
    contents.push(reverts < 3 ? before : parents.length);
    parents.push(its);
    return parents.length - 1;
  };
  for (const { kind, reverts } of steps) {
    const tip = parents.length - 1;
    if (kind > 0) grow([tip], reverts);
    else {
      const right = grow([tip], reverts);
      const left = grow([tip], 9);
      grow([kind < 0 ? grow([left], 9) : left, right], 9);
    }
  }
  return { parents, contents };
});

/** A bucket whose answers come when the scheduler lets them, until its user is killed. */
function scheduled(context: PublishContext, scheduler: fc.Scheduler, callsToLive: number): PublishContext {
  let calls = 0;
  const die = () => Promise.reject(new Error('killed'));
  const bucket = new Proxy(context.bucket, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || name === 'list') return value;
      return async (...args: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), String(name));
        calls += 1;
        if (calls > callsToLive) return die();
        const answer: unknown = await (value as (...all: unknown[]) => unknown).apply(target, args);
        // Killed before it sees what came of it.
        return calls === callsToLive ? die() : answer;
      };
    },
  });
  return { ...context, bucket };
}

class Story {
  readonly fixture = new ReleaseFixture(1);

  constructor(readonly history: History) {}

  at(index: number): PublishContext {
    // A clone is made when CI starts: it has the commits beside its own, and lacks what came after them.
    const commits = new GraphOfCommits(this.history.parents, index, (other) => other > index + 2);
    return { ...this.fixture.context(), commits, checkout: commits };
  }

  async publish(index: number, context = this.at(index)): Promise<unknown> {
    return publish(context, { archive: await packer.archive(`content ${this.history.contents[index]}`) });
  }

  async archived(): Promise<number[]> {
    const { shas } = this.at(0).commits as GraphOfCommits;
    const found = await Promise.all(shas.map((sha) => this.fixture.bucket.head(`story/${sha}.zip`)));
    return found.flatMap((object, index) => (object === undefined ? [] : [index]));
  }

  /** The contents of the archives that no other archive descends from. */
  async newestContents(): Promise<(string | undefined)[]> {
    const graph = this.at(0).commits as GraphOfCommits;
    const there = await this.archived();
    const newest = there.filter((one) => !there.some((other) => graph.isAncestor(one, other)));
    const objects = newest.map((index) => this.fixture.bucket.head(`story/${graph.shas[index]}.zip`));
    return (await Promise.all(objects)).map((object) => object && decodeMetadata(object).digest);
  }

  /** Whether each version of the tag left the one before it for no ancestor of it. */
  async neverWentBack(): Promise<boolean> {
    const graph = this.at(0).commits as GraphOfCommits;
    const key = 'story/latest.zip';
    const versions = (await this.fixture.bucket.versions(key)).reverse();
    const heads = await Promise.all(
      versions.map(({ versionId }) => this.fixture.bucket.head(key, versionId)),
    );
    const numbers = heads.map((head) => graph.shas.indexOf(head ? (decodeMetadata(head).commit ?? '') : ''));
    return numbers.every((number, at) => at === 0 || !graph.isAncestor(number, numbers[at - 1] ?? -1));
  }

  async onLatest(): Promise<string | undefined> {
    const object = await this.fixture.bucket.head('story/latest.zip');
    return object && decodeMetadata(object).digest;
  }
}

/** A whole CI run takes 1,000; these few take a second. */
const schedules = Number(process.env.SLUICE_TEST_SCHEDULES ?? 100);

it('ends at the newest published commit in whatever order publishers run, overtake each other and die', async () => {
  let [deaths, reverts, merges] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(
      histories,
      fc.scheduler(),
      fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 16, maxLength: 16 }),
      fc.array(fc.integer({ min: -9_000, max: 9_000 }), { minLength: 7, maxLength: 7 }),
      fc.nat(),
      async (history, scheduler, lives, ticks, anybody) => {
        const story = new Story(history);
        let writes = 0;
        story.fixture.bucket.tick = () => ticks[(writes += 1) % ticks.length] ?? 0;
        const indexes = history.parents.map((_, index) => index);
        const racing = Promise.allSettled(
          indexes.map((index) =>
            story.publish(index, scheduled(story.at(index), scheduler, lives[index] ?? 60)),
          ),
        );
        await scheduler.waitFor(racing);
        const ends = await racing;
        const dead = indexes.filter((index) => ends[index]?.status === 'rejected');
        for (const index of dead)
          expect((ends[index] as PromiseRejectedResult).reason).toMatchObject({ message: 'killed' });
        deaths += dead.length;
        reverts += history.contents.filter((content, index) => content !== index).length;
        merges += history.parents.filter((its) => its.length > 1).length;
        const there = await story.archived();
        // Any publication that is run again completes what was left, be it an old one, or a sibling of what was left.
        if (dead.length > 0)
          await story.publish(there.length === 0 ? 0 : (there[anybody % there.length] ?? 0));
        expect(await story.newestContents()).toContain(await story.onLatest());
        expect(await story.neverWentBack()).toBe(true);
      },
    ),
    { numRuns: schedules, seed: 20261129, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true },
  );
  expect(Math.min(deaths, reverts, merges)).toBeGreaterThan(schedules / 10);
}, 300_000);
