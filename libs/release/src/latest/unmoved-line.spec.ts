import type { PublishResult } from '@sluice/contract';
import { publish } from '../operations/publish/publish';
import { newestKey, tagKey } from '../keys';
import { killable } from '../testing/killable-bucket';
import type { MemoryBucket } from '../testing/memory-bucket';
import { releaseFixtures, type ReleaseFixture } from '../testing/release-fixture';

const newFixture = releaseFixtures();
const tag = tagKey('story/', 'latest');

const run = async (fixture: ReleaseFixture, index: number, content: string, bucket = fixture.bucket) =>
  publish({ ...fixture.contextAt(index), bucket }, { archive: await fixture.archive(content) });

/** The same bucket where a listing tells nothing, so that each object is asked for. */
function unlisted(fixture: ReleaseFixture): MemoryBucket {
  return Object.assign(fixture.bucket.fork(), {
    async *list() {
      yield* [];
    },
  });
}

/** A version of the tag that is written now has an id of its own in each bucket. */
function withoutMove({ latest, ...rest }: PublishResult) {
  const moved = 'moved' in latest ? latest.moved?.commit : undefined;
  return { ...rest, latest: { ...latest, versionId: '', moved } };
}

/** What is published again, as the commit of this index with this content, after what. */
const before: { name: string; asks: number; prepare(fixture: ReleaseFixture): Promise<unknown> }[] = [
  { name: 'nothing else', asks: 3, prepare: async () => undefined },
  {
    name: 'a newer commit moved latest',
    asks: 5,
    prepare: (fixture) => run(fixture, 2, 'two'),
  },
  {
    name: 'the publisher of a newer commit died before it moved latest',
    asks: Infinity,
    prepare: async (fixture) => {
      fixture.bucket.fault = (key) => (key === tag ? 'lost-before' : undefined);
      await run(fixture, 2, 'two').catch(() => undefined);
      fixture.bucket.fault = () => undefined;
    },
  },
  {
    name: 'latest was deleted',
    asks: Infinity,
    prepare: (fixture) => fixture.bucket.remove(tag),
  },
  {
    name: 'somebody copied another archive to latest',
    asks: Infinity,
    prepare: async (fixture) => fixture.bucket.put(tag, 'other'),
  },
  {
    name: 'the register was deleted',
    asks: Infinity,
    prepare: (fixture) => fixture.bucket.remove(newestKey('story/')),
  },
  {
    name: 'somebody placed a hold',
    asks: 4,
    prepare: async (fixture) => fixture.bucket.put('story/latest.hold.json', '{}'),
  },
  {
    name: 'the server gave the copy another ETag',
    asks: 4,
    prepare: async (fixture) => Object.assign((await fixture.bucket.head(tag))!, { etag: '"other"' }),
  },
];

const contents = [
  { content: 'new content', first: 'zero' },
  { content: 'the content that latest has', first: 'one' },
];

for (const { content, first } of contents)
  it.each(before)(
    `publish of ${content} again tells after $name the same by one listing as by reading all`,
    async ({ asks, prepare }) => {
      const fixture = newFixture();
      await run(fixture, 0, first);
      await run(fixture, 1, 'one');
      await prepare(fixture);
      const [asking, reading] = [killable(fixture.bucket.fork()), unlisted(fixture)];
      const outcome = (bucket: MemoryBucket) =>
        run(fixture, 1, 'one', bucket).then(withoutMove, (error: unknown) => String(error));
      expect(await outcome(asking.bucket)).toEqual(await outcome(reading));
      expect(asking.calls()).toBeLessThanOrEqual(asks);
    },
  );
