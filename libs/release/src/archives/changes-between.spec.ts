import { diff } from '../operations/diff/diff';
import { readStatus } from '../operations/status/status';
import { publish } from '../operations/publish/publish';
import { ReleaseFixture } from '../testing/release-fixture';
import { planPromotion } from '../operations/promote/plan';
import { applyPromotion } from '../operations/promote/promote';
import { chooseTarget } from '../config/choose-target';

let fixture: ReleaseFixture;
beforeEach(() => {
  fixture = new ReleaseFixture(16);
});
afterEach(() => fixture.dispose());

const target = (env: string) => chooseTarget(fixture.context().settings, { env });

/** Publishes one commit for each letter, with the content that it stands for; `.` is a commit without an archive. */
async function history(contents: string): Promise<void> {
  for (const [index, content] of [...contents].entries()) {
    if (content === '.') continue;
    await publish(fixture.contextAt(index), { archive: await fixture.archive(content) });
  }
}

async function promote(env: string, index: number): Promise<void> {
  const context = fixture.contextAt(index);
  await applyPromotion(context, await planPromotion(context, target(env), fixture.sha(index)));
}

it.each([
  ['aa', 0, 0],
  ['aaa', 0, 0],
  ['ab', 0, 1],
  ['aab', 0, 1],
  ['aaab', 0, 1],
  ['a.ab', 0, 1],
  ['a.b', 0, 2],
  ['abb', 1, 0],
  ['aba', 0, 0],
  ['abc', 0, 2],
  ['abac', 0, 3],
  ['aabbcc', 1, 4],
  ['a..........b', 0, 11],
])('counts, after %s, commit %i behind by %i: in status and plan alike', async (contents, index, behind) => {
  await history(contents);
  await promote('uat', index);
  const newest = contents.length - 1;
  const { environments } = await readStatus(fixture.contextAt(newest));
  expect(environments[1]).toMatchObject({ name: 'uat', behind });
  const plan = await planPromotion(fixture.contextAt(newest), target('uat'), fixture.sha(newest));
  expect(plan.commits).toHaveLength(behind);
  expect(plan.isCurrent).toBe(behind === 0);
});

it('counts the same commits for the way back', async () => {
  await history('aabc');
  await promote('uat', 3);
  const plan = await planPromotion(fixture.contextAt(3), target('uat'), fixture.sha(0));
  expect(plan).toMatchObject({ ancestry: 'descendant' });
  expect(plan.commits.map(({ sha }) => sha)).toEqual([fixture.sha(3), fixture.sha(2)]);
});

it('shows in a comparison every commit, because it was asked for', async () => {
  await history('aab');
  await promote('uat', 0);
  const { commits } = await diff(fixture.contextAt(2), 'uat', fixture.sha(2));
  expect(commits).toHaveLength(2);
});

it('asks for no archive where the content of both is known to be the same, and for ten at the most', async () => {
  await history('abababababababab');
  await promote('uat', 0);
  const heads: string[] = [];
  const { bucket } = fixture;
  const head = bucket.head.bind(bucket);
  bucket.head = (key, versionId) => {
    heads.push(key);
    return head(key, versionId);
  };
  const { commitsBehind } = await import('./changes-between');
  const content = async (index: number, digest?: string) => ({ commit: fixture.sha(index), digest });
  const context = fixture.contextAt(15);
  expect(await commitsBehind(context, await content(0, 'x'), await content(15, 'x'))).toBe(0);
  expect(heads).toEqual([]);
  expect(await commitsBehind(context, await content(0), await content(15))).toBe(15);
  expect(heads).toEqual([]);
  await commitsBehind(context, await content(0, 'none has this'), await content(15, 'x'));
  expect(heads).toHaveLength(1);
});
