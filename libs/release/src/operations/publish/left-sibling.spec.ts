import type { PublishContext } from '../../context';
import { decodeMetadata } from '../../metadata/metadata';
import { GraphOfCommits } from '../../testing/graph-of-commits';
import { ReleaseFixture } from '../../testing/release-fixture';
import { holdTag } from '../hold/hold';
import { removeHold } from '../hold/unhold';
import { publish } from './publish';

/** 0 – 1 – 2 and 0 – 3 are brought together by 4. */
const parents = [[], [0], [1], [0], [2, 3]];
const fixtures: ReleaseFixture[] = [];
afterAll(() => Promise.all(fixtures.map((fixture) => fixture.dispose())));

class Story {
  readonly fixture = new ReleaseFixture(1);

  constructor() {
    fixtures.push(this.fixture);
  }

  at(index: number): PublishContext {
    const commits = new GraphOfCommits(parents, index);
    return { ...this.fixture.context(), commits, checkout: commits };
  }

  async publish(index: number, bucket: PublishContext['bucket'] = this.fixture.bucket) {
    const archive = await this.fixture.archive(`content ${index}`);
    return publish({ ...this.at(index), bucket }, { archive });
  }

  /** Dies before its archive is written, or right after it. */
  async publishAndDie(index: number, when: 'before' | 'after'): Promise<void> {
    let isDead = false;
    const bucket = new Proxy(this.fixture.bucket, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          isDead ||= name === 'upload' && when === 'before';
          if (isDead) throw new Error('killed');
          const answer: unknown = await (value as (...all: unknown[]) => unknown).apply(target, args);
          isDead = name === 'upload';
          return answer;
        };
      },
    });
    await expect(this.publish(index, bucket)).rejects.toThrow('killed');
  }

  /** While one writes its archive, another takes its place in the register and dies. */
  async overtake(index: number, by: number): Promise<void> {
    this.fixture.bucket.beforeWrite = async (key) => {
      if (!/[0-9a-f]{40}\.zip$/.test(key)) return;
      this.fixture.bucket.beforeWrite = () => undefined;
      await this.publishAndDie(by, 'before');
    };
    await this.publishAndDie(index, 'after');
  }

  async onLatest(): Promise<string | undefined> {
    const object = await this.fixture.bucket.head('story/latest.zip');
    return object && decodeMetadata(object).commit;
  }

  sha(index: number): string {
    return (this.at(0).commits as GraphOfCommits).shas[index] ?? '';
  }
}

/** Only 0 and 3 have archives; the register names 2, which took the place of 3 and died. */
async function left(): Promise<Story> {
  const story = new Story();
  await story.publish(0);
  await story.overtake(3, 2);
  expect(await story.onLatest()).toBe(story.sha(0));
  return story;
}

const later: [string, (story: Story) => Promise<unknown>, expected: number][] = [
  ['a publication of an older commit is repeated', (story) => story.publish(0), 3],
  ['an ancestor of the one that died is published', (story) => story.publish(1), 3],
  ['the one that died is published', (story) => story.publish(2), 2],
  ['the one that was left is published again', (story) => story.publish(3), 3],
  ['the merge is published', (story) => story.publish(4), 4],
  [
    'a hold is removed',
    async (story) => {
      await holdTag(story.at(0), { tag: 'latest' });
      await removeHold(story.at(0), { tag: 'latest' });
    },
    3,
  ],
];

it.each(later)('brings latest to a head when %s', async (_, act, expected) => {
  const story = await left();
  await act(story);
  expect(await story.onLatest()).toBe(story.sha(expected));
});

it('brings latest to an ancestor of a sibling that was not published itself', async () => {
  const story = new Story();
  await story.publish(0);
  await story.publishAndDie(1, 'after');
  await story.publishAndDie(2, 'before');
  await story.publishAndDie(3, 'before');
  expect(await story.onLatest()).toBe(story.sha(0));
  await story.publish(0);
  expect(await story.onLatest()).toBe(story.sha(1));
});

it('keeps a head when an ancestor of it takes the place of one that was not published', async () => {
  const story = new Story();
  await story.publish(0);
  await story.overtake(2, 3);
  await story.publish(1);
  expect(await story.onLatest()).toBe(story.sha(2));
});

it('tells by the register how a sibling stands that its own clone lacks', async () => {
  const story = await left();
  await story.publish(0);
  expect(await story.onLatest()).toBe(story.sha(3));
  await story.publishAndDie(2, 'after');
  const commits = new GraphOfCommits(parents, 1, (index) => index > 2);
  const archive = await story.fixture.archive('content 1');
  await publish({ ...story.at(1), commits, checkout: commits }, { archive });
  expect(await story.onLatest()).toBe(story.sha(2));
});

it('moves latest from no head to another, whatever the register names', async () => {
  const story = await left();
  await story.publish(3);
  await story.publishAndDie(2, 'before');
  await story.publish(0);
  expect(await story.onLatest()).toBe(story.sha(3));
});

it('forgets the siblings when a descendant comes, or one is forced', async () => {
  const siblings = async (story: Story) => {
    const text = JSON.parse(await story.fixture.bucket.text('story/latest.newest.json')) as {
      siblings?: { commit: string }[];
    };
    return text.siblings?.map(({ commit }) => commit) ?? [];
  };
  const story = await left();
  expect(await siblings(story)).toEqual([story.sha(3)]);
  await story.publish(4);
  expect(await siblings(story)).toEqual([]);
  const other = await left();
  const archive = await other.fixture.archive('content 1');
  await publish(other.at(1), { archive, force: true });
  expect(await siblings(other)).toEqual([]);
  expect(await other.onLatest()).toBe(other.sha(1));
});
