import { interrupted } from '../../testing/interrupted-bucket';
import { ReleaseFixture } from '../../testing/release-fixture';
import { publish } from './publish';

/** Packs what all schedules ship. */
const packer = new ReleaseFixture();
afterAll(() => packer.dispose());

/** A promise, and what keeps it. */
function signal() {
  let give!: () => void;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { give, given };
}

/** Commit 2 takes back what commit 1 did, so it ships what `latest` has already. */
async function published(): Promise<ReleaseFixture> {
  const fixture = new ReleaseFixture(3);
  await publish(fixture.contextAt(0), { archive: await packer.archive('before') });
  return fixture;
}

/**
 * The revert is published until its call with the number `pause`, then the commit before it until the number `resume`, then the
 * revert to its end, then the other.
 */
async function overtaken(pause: number, resume: number) {
  const fixture = await published();
  const [paused, resumed] = [signal(), signal()];
  const revert = interrupted(fixture.bucket, pause, async () => {
    paused.give();
    await resumed.given;
  });
  const reverting = publish(
    { ...fixture.contextAt(2), bucket: revert.bucket },
    { archive: await packer.archive('before') },
  );
  await Promise.race([paused.given, reverting]);
  const change = interrupted(fixture.bucket, resume, async () => {
    resumed.give();
    await reverting;
  });
  await publish(
    { ...fixture.contextAt(1), bucket: change.bucket },
    { archive: await packer.archive('changed') },
  );
  resumed.give();
  await reverting;
  const object = await fixture.bucket.head('story/latest.zip');
  return { content: object?.metadata['digest'], calls: [revert.calls(), change.calls()] as const };
}

it('ends with the content of a revert, whenever its publisher and the one before it overtake each other', async () => {
  const { content: reverted } = await overtaken(Infinity, Infinity);
  const wrong: string[] = [];
  let [pauses, resumes] = [1, 1];
  for (let pause = 1; pause <= pauses; pause += 1)
    for (let resume = 1; resume <= resumes; resume += 1) {
      const { content, calls } = await overtaken(pause, resume);
      [pauses, resumes] = [Math.max(pauses, calls[0]), Math.max(resumes, calls[1])];
      if (content !== reverted) wrong.push(`paused at ${pause}, resumed at ${resume}`);
    }
  expect(wrong).toEqual([]);
  expect(Math.min(pauses, resumes)).toBeGreaterThan(8);
});
