import { readHold } from '../../tags/hold';
import { ReleaseFixture } from '../../testing/release-fixture';
import { holdTag } from './hold';
import { removeHold } from './unhold';

const fixtures: ReleaseFixture[] = [];
afterAll(() => Promise.all(fixtures.map((fixture) => fixture.dispose())));
const tag = 'uat';

/** On a server that writes whatever the condition says. */
function ignoring(): ReleaseFixture {
  const fixture = new ReleaseFixture(1);
  fixtures.push(fixture);
  fixture.bucket.honorsConditions = undefined;
  fixture.bucket.fault = () => 'condition-ignored';
  return fixture;
}

/** Right before the next write of the hold, somebody else does something. */
function before({ bucket }: ReleaseFixture, act: () => Promise<unknown>): void {
  bucket.beforeWrite = async (key) => {
    if (!key.endsWith('.hold.json')) return;
    bucket.beforeWrite = () => undefined;
    await act();
  };
}

const held = ({ bucket }: ReleaseFixture) => readHold(bucket, 'story/', tag);

it('keeps the hold that was first, and tells both whose it is', async () => {
  const fixture = ignoring();
  before(fixture, () => holdTag(fixture.context('eve'), { tag }, 'audit'));
  const result = await holdTag(fixture.context('amy'), { tag }, 'freeze');
  expect(result).toMatchObject({ outcome: 'present', hold: { actor: 'eve', reason: 'audit' } });
  expect(await held(fixture)).toMatchObject({ actor: 'eve', reason: 'audit' });
});

it('removes no hold that was placed after it looked', async () => {
  const fixture = ignoring();
  await holdTag(fixture.context('eve'), { tag }, 'audit');
  before(fixture, async () => {
    await removeHold(fixture.context('eve'), { tag });
    await holdTag(fixture.context('mo'), { tag }, 'incident');
  });
  await expect(removeHold(fixture.context('amy'), { tag })).rejects.toMatchObject({ code: 'race-lost' });
  expect(await held(fixture)).toMatchObject({ actor: 'mo', reason: 'incident' });
});

it('leaves a hold removed that two removed at once', async () => {
  const fixture = ignoring();
  await holdTag(fixture.context('eve'), { tag }, 'audit');
  before(fixture, () => removeHold(fixture.context('eve'), { tag }, 'over'));
  expect(await removeHold(fixture.context('amy'), { tag }, 'late')).toMatchObject({ outcome: 'absent' });
  expect(await held(fixture)).toBeUndefined();
  expect(await fixture.bucket.text('story/uat.hold.json')).toContain('"over"');
});
