import { publish } from '../publish/publish';
import { readHold } from '../../tags/hold';
import { releaseFixtures, type ReleaseFixture } from '../../testing/release-fixture';
import { holdTag, planHold } from './hold';
import { removeHold } from './unhold';

const latest = { tag: 'latest' };
const newFixture = releaseFixtures();

async function put(fixture: ReleaseFixture, index: number, content = `content ${index}`) {
  return publish(fixture.contextAt(index), { archive: await fixture.archive(content) });
}

it('holds, so that a publish leaves the tag, and released brings it to the newest that was published', async () => {
  const fixture = newFixture();
  await put(fixture, 0);
  expect(await holdTag(fixture.context('eve'), latest, 'fire – drill')).toMatchObject({
    outcome: 'held',
    hold: { reason: 'fire – drill', actor: 'eve', since: expect.stringMatching(/^\d{4}-.*Z$/) },
  });
  expect((await put(fixture, 3)).latest).toMatchObject({ outcome: 'kept', why: 'held' });
  await put(fixture, 2);
  expect(await fixture.commitOn('latest')).toBe(fixture.sha(0));

  expect(await removeHold(fixture.context('ida'), latest)).toMatchObject({
    outcome: 'removed',
    hold: { actor: 'eve' },
    moved: { from: fixture.sha(0), commit: fixture.sha(3) },
  });
  expect((await fixture.bucket.head('story/latest.zip'))?.metadata).toMatchObject({
    commit: fixture.sha(3),
    previous: fixture.sha(0),
    actor: 'ida',
    reason: 'the hold was removed',
  });
  expect((await put(fixture, 4)).latest).toMatchObject({ outcome: 'moved' });
});

it('leaves a hold that is there as it is, and says whose it is', async () => {
  const fixture = newFixture();
  await holdTag(fixture.context('eve'), latest, 'first');
  expect(await holdTag(fixture.context('ida'), latest, 'second')).toMatchObject({
    outcome: 'present',
    hold: { actor: 'eve', reason: 'first' },
  });
  expect(await fixture.bucket.versions('story/latest.hold.json')).toHaveLength(1);
});

it.each(['lost-after', 'conflict-after'] as const)(
  'knows its own hold when the answer is %s',
  async (fault) => {
    const fixture = newFixture();
    fixture.bucket.fault = () => fault;
    expect(await holdTag(fixture.context(), latest, 'why')).toMatchObject({ outcome: 'held' });
  },
);

it('fails when the hold never reached the bucket', async () => {
  const fixture = newFixture();
  fixture.bucket.fault = () => 'lost-before';
  await expect(holdTag(fixture.context(), latest)).rejects.toThrow('connection reset');
});

it('releases what nobody holds without a write', async () => {
  const fixture = newFixture();
  await put(fixture, 0);
  const before = fixture.bucket.versionCount();
  expect(await removeHold(fixture.context(), latest)).toMatchObject({ outcome: 'absent', moved: undefined });
  expect(fixture.bucket.versionCount()).toBe(before);
});

it('completes a release that ended half-way', async () => {
  const fixture = newFixture();
  await put(fixture, 0);
  await holdTag(fixture.context(), latest);
  await put(fixture, 1);
  // As someone does manually.
  await fixture.bucket.remove('story/latest.hold.json');
  expect(await removeHold(fixture.context(), latest)).toMatchObject({
    outcome: 'absent',
    moved: { commit: fixture.sha(1) },
  });
});

it('lets a release stand when CI moved the tag in the same moment', async () => {
  const fixture = newFixture();
  await put(fixture, 0);
  await holdTag(fixture.context(), latest);
  await put(fixture, 1);
  let isFirst = true;
  fixture.bucket.beforeWrite = async (key) => {
    if (!isFirst || key !== 'story/latest.zip') return;
    isFirst = false;
    await put(fixture, 4);
  };
  await removeHold(fixture.context(), latest);
  expect(await fixture.commitOn('latest')).toBe(fixture.sha(4));
});

it('leaves other tags where they are', async () => {
  const fixture = newFixture();
  await put(fixture, 0);
  await holdTag(fixture.context(), { tag: 'uat' });
  expect(await removeHold(fixture.context(), { tag: 'uat' })).toMatchObject({
    outcome: 'removed',
    moved: undefined,
  });
  expect(await fixture.bucket.head('story/uat.zip')).toBeUndefined();
});

it.each(['suspended', 'never'] as const)(
  'neither holds nor removes a hold where versioning is %s, and writes nothing',
  async (state) => {
    const fixture = newFixture();
    fixture.bucket.state = state;
    await expect(holdTag(fixture.context(), latest)).rejects.toMatchObject({ code: 'unfit-bucket' });
    await expect(planHold(fixture.context(), latest)).rejects.toMatchObject({ code: 'unfit-bucket' });
    await expect(removeHold(fixture.context(), latest)).rejects.toMatchObject({ code: 'unfit-bucket' });
    expect(fixture.bucket.versionCount()).toBe(0);
  },
);

it('says beforehand what a hold would do, and writes nothing', async () => {
  const fixture = newFixture();
  expect(await planHold(fixture.context(), latest)).toEqual({
    tag: 'latest',
    key: 'story/latest.hold.json',
    outcome: 'held',
  });
  expect(fixture.bucket.versionCount()).toBe(0);
  await holdTag(fixture.context('eve'), latest, 'audit');
  expect(await planHold(fixture.context('ida'), latest)).toMatchObject({
    outcome: 'present',
    hold: { actor: 'eve', reason: 'audit' },
  });
});

it('leaves who removed a hold and why, and may hold again', async () => {
  const fixture = newFixture();
  await holdTag(fixture.context('eve'), latest, 'audit');
  await removeHold(fixture.context('ida'), latest, 'audit is over');
  expect(JSON.parse(await fixture.bucket.text('story/latest.hold.json'))).toMatchObject({
    unheld: { actor: 'ida', reason: 'audit is over' },
    hold: { actor: 'eve', reason: 'audit' },
  });
  expect(await readHold(fixture.bucket, 'story/', 'latest')).toBeUndefined();
  expect(await removeHold(fixture.context('ida'), latest)).toMatchObject({ outcome: 'absent' });
  expect(await holdTag(fixture.context('joe'), latest)).toMatchObject({ outcome: 'held' });
  expect(await readHold(fixture.bucket, 'story/', 'latest')).toMatchObject({ actor: 'joe' });
});

it('does not remove the hold that someone placed a moment ago', async () => {
  const fixture = newFixture();
  await holdTag(fixture.context('eve'), latest, 'audit');
  let isFirst = true;
  fixture.bucket.beforeWrite = async () => {
    if (!isFirst) return;
    isFirst = false;
    await removeHold(fixture.context('joe'), latest);
    await holdTag(fixture.context('joe'), latest, 'incident');
  };
  await expect(removeHold(fixture.context('ida'), latest)).rejects.toThrow(/on hold by joe .*: incident/);
  expect(await readHold(fixture.bucket, 'story/', 'latest')).toMatchObject({ actor: 'joe' });
});

it.each(['not json', '[]', 'null', '"unheld"', '{"unheld":true}', '{"rollback":{"to":"nowhere"}}'])(
  'takes a file that someone else wrote for a hold: %s',
  async (text) => {
    const fixture = newFixture();
    fixture.bucket.put('story/latest.hold.json', text);
    expect(await readHold(fixture.bucket, 'story/', 'latest')).toBeDefined();
    expect(await removeHold(fixture.context(), latest)).toMatchObject({ outcome: 'removed' });
  },
);

it('refuses a reason that the history could not keep', async () => {
  const fixture = newFixture();
  await expect(holdTag(fixture.context(), latest, 'x'.repeat(501))).rejects.toMatchObject({
    code: 'reason-too-long',
  });
  expect(fixture.bucket.versionCount()).toBe(0);
});
