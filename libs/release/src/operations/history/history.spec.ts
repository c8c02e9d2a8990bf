import { chooseTarget } from '../../config/choose-target';
import { publish } from '../publish/publish';
import { MemoryPipelines } from '../../testing/memory-pipelines';
import { ReleaseFixture } from '../../testing/release-fixture';
import { readHistory } from './history';
import { holdTag } from '../hold/hold';
import { accept, reject } from '../reject/reject';
import { removeHold } from '../hold/unhold';
import { planRollback, rollBack } from '../rollback/rollback';
import { readStatus } from '../status/status';

const fixtures: ReleaseFixture[] = [];
afterAll(() => Promise.all(fixtures.map((fixture) => fixture.dispose())));

async function published(count: number): Promise<ReleaseFixture> {
  const fixture = new ReleaseFixture(Math.max(count, 1));
  fixtures.push(fixture);
  for (let index = 0; index < count; index += 1) {
    const archive = await fixture.archive(`content ${index}`);
    await publish(fixture.contextAt(index, `actor ${index}`), { archive, reason: `reason ${index}` });
  }
  return fixture;
}

function historyOf(fixture: ReleaseFixture, env = 'stage', pipelines?: MemoryPipelines, limit?: number) {
  const context = { ...fixture.context(), pipelines };
  return readHistory(context, chooseTarget(context.settings, { env }), { limit });
}

it('tells who put what there, when, why, and how each environment took it, newest first', async () => {
  const fixture = await published(2);
  const [second, first] = await fixture.bucket.versions('story/latest.zip');
  const pipelines = new MemoryPipelines();
  pipelines.ran('story-stage-pipeline', first?.versionId, 'Succeeded');
  pipelines.ran('story-stage-pipeline', second?.versionId, 'Failed');
  pipelines.ran('story-stage-pipeline', first?.versionId, 'Succeeded', { type: 'rollback' });
  const { entries, arePipelinesKnown } = await historyOf(fixture, 'stage', pipelines);
  expect(arePipelinesKnown).toBe(true);
  expect(entries).toMatchObject([
    {
      commit: fixture.sha(1),
      previous: fixture.sha(0),
      actor: 'actor 1',
      reason: 'reason 1',
      subject: 'commit number 1',
      by: 'sluice',
      isCurrent: true,
      writtenAt: second?.lastModified.toISOString(),
      runs: [
        { environment: 'stage', status: 'Failed', url: expect.stringContaining('story-stage-pipeline') },
      ],
    },
    { commit: fixture.sha(0), isCurrent: false, runs: [{ status: 'Succeeded' }] },
  ]);
});

it('tells the runs of every environment that shares a tag, in their order', async () => {
  const fixture = await published(1);
  const { versionId } = fixture.bucket.put('story/uat.zip', 'x');
  const pipelines = new MemoryPipelines();
  pipelines.ran('story-qa-pipeline', versionId, 'Failed');
  pipelines.ran('story-uat-pipeline', versionId, 'Succeeded');
  const { entries, environments } = await historyOf(fixture, 'uat', pipelines);
  expect(environments).toEqual(['uat', 'qa']);
  expect(entries[0]?.runs.map(({ environment, status }) => [environment, status])).toEqual([
    ['uat', 'Succeeded'],
    ['qa', 'Failed'],
  ]);
});

describe('what was copied manually', () => {
  /** Someone copies it with other tools, which take the metadata along. */
  function copyOf(fixture: ReleaseFixture, from: string, versionId?: string) {
    return fixture.bucket.head(from, versionId).then((object) => ({ ...object?.metadata }));
  }

  async function newestOn(fixture: ReleaseFixture, env: string) {
    const { entries, activity } = await historyOf(fixture, env);
    return { entry: entries[0], activity: activity[0] };
  }

  const nobody = { by: 'hand', actor: undefined, reason: undefined, run: undefined, previous: undefined };

  it('shows as such, with and without the metadata of an archive', async () => {
    const fixture = await published(1);
    fixture.bucket.put('story/uat.zip', 'not from here');
    fixture.bucket.put('story/uat.zip', 'x', await copyOf(fixture, `story/${fixture.sha(0)}.zip`));
    const { entries, activity } = await historyOf(fixture, 'uat');
    expect(entries).toMatchObject([
      { ...nobody, commit: fixture.sha(0), subject: 'commit number 0' },
      { ...nobody, commit: undefined, runs: [] },
    ]);
    expect(activity.map(({ kind, actor }) => [kind, actor])).toEqual([
      ['hand-copy', undefined],
      ['hand-copy', undefined],
    ]);
  });

  it('is told from the move that it was copied from, in another tag', async () => {
    const fixture = await published(1);
    fixture.bucket.put('story/uat.zip', 'x', await copyOf(fixture, 'story/latest.zip'));
    expect(await newestOn(fixture, 'uat')).toMatchObject({
      entry: { ...nobody, commit: fixture.sha(0) },
      activity: { kind: 'hand-copy' },
    });
  });

  it('is told from the move that it was copied from, in the same tag', async () => {
    const fixture = await published(3);
    const [, , first] = await fixture.bucket.versions('story/latest.zip');
    const copied = await copyOf(fixture, 'story/latest.zip', first?.versionId);
    fixture.bucket.put('story/latest.zip', 'x', copied);
    expect((await newestOn(fixture, 'stage')).entry).toMatchObject({ ...nobody, commit: fixture.sha(0) });
    // Also when the one that it was copied from is gone for ever.
    await fixture.bucket.remove('story/latest.zip', first?.versionId);
    expect((await newestOn(fixture, 'stage')).entry).toMatchObject(nobody);
  });

  it('is told when a version is copied onto itself', async () => {
    const fixture = await published(2);
    fixture.bucket.put('story/latest.zip', 'x', await copyOf(fixture, 'story/latest.zip'));
    const { entries } = await historyOf(fixture);
    expect(entries.map(({ by, actor }) => [by, actor])).toEqual([
      ['hand', undefined],
      ['sluice', 'actor 1'],
      ['sluice', 'actor 0'],
    ]);
  });

  it('names nobody in the status either', async () => {
    const fixture = await published(2);
    fixture.bucket.put('story/latest.zip', 'x', await copyOf(fixture, `story/${fixture.sha(0)}.zip`));
    const { environments } = await readStatus(fixture.context());
    expect(environments[0]?.current).toMatchObject({
      commit: fixture.sha(0),
      actor: undefined,
      reason: undefined,
      isByHand: true,
    });
  });

  it('is followed by a move that is told as ours', async () => {
    const fixture = await published(1);
    fixture.bucket.put('story/latest.zip', 'x', await copyOf(fixture, `story/${fixture.sha(0)}.zip`));
    const next = new ReleaseFixture(2);
    fixtures.push(next);
    await publish(
      { ...fixture.context('ida'), commits: next.commits },
      { archive: await fixture.archive('new'), force: true },
    );
    expect((await newestOn(fixture, 'stage')).entry).toMatchObject({ by: 'sluice', actor: 'ida' });
  });
});

it('is one log of moves, rollbacks, holds, redeploys and rejections, with who and why', async () => {
  const fixture = await published(2);
  const target = chooseTarget(fixture.context().settings, { env: 'stage' });
  const [ida, eve] = [fixture.context('ida'), fixture.context('eve')];
  await rollBack(ida, await planRollback(ida, target), 'white page');
  await reject(eve, fixture.sha(1), 'loses the cart');
  await removeHold(eve, target, 'all is well');
  await accept(eve, fixture.sha(1), 'a false alarm');
  await holdTag(eve, target, 'audit');
  await fixture.bucket.remove('story/latest.hold.json');
  await fixture.bucket.remove('story/latest.zip');
  const { activity } = await historyOf(fixture);
  expect(activity.map(({ kind, actor, reason }) => [kind, actor, reason])).toEqual([
    ['removal', undefined, undefined],
    ['removal', undefined, undefined],
    ['hold', 'eve', 'audit'],
    ['undo-reject', 'eve', 'a false alarm'],
    ['unhold', 'eve', 'all is well'],
    ['reject', 'eve', 'loses the cart'],
    ['rollback', 'ida', expect.stringMatching(/^rolled back from .*: white page$/)],
    ['hold', 'ida', 'for a rollback: white page'],
    ['move', 'actor 1', 'reason 1'],
    ['move', 'actor 0', 'reason 0'],
  ]);
});

it('keeps the versions of the tag however often it was held, and says that more was done', async () => {
  const fixture = await published(1);
  const target = chooseTarget(fixture.context().settings, { env: 'stage' });
  for (const name of ['one', 'two', 'three']) {
    await holdTag(fixture.context(name), target);
    await removeHold(fixture.context(name), target);
  }
  const { activity, entries, isTruncated } = await historyOf(fixture, 'stage', undefined, 2);
  expect(activity.map(({ kind, actor }) => [kind, actor])).toEqual([
    ['unhold', 'three'],
    ['hold', 'three'],
    ['move', 'actor 0'],
  ]);
  expect(entries).toHaveLength(1);
  expect(isTruncated).toBe(true);
});

it('skips what someone else wrote into a log', async () => {
  const fixture = await published(1);
  for (const text of [
    'not json',
    'null',
    '[]',
    '{"kind":"move"}',
    '{"kind":"redeploy","commit":"../x","environments":7}',
  ])
    fixture.bucket.put('story/latest.activity.json', text);
  const { activity } = await historyOf(fixture);
  expect(activity.map(({ kind, commit }) => [kind, commit])).toEqual([
    ['redeploy', undefined],
    ['move', fixture.sha(0)],
  ]);
});

it('shows that someone deleted the tag, and is empty where nothing ever was', async () => {
  const fixture = await published(1);
  expect((await historyOf(fixture, 'prod')).entries).toEqual([]);
  await fixture.bucket.remove('story/latest.zip');
  expect((await historyOf(fixture)).entries).toMatchObject([
    { by: 'removed', isCurrent: true },
    { by: 'sluice', isCurrent: false },
  ]);
});

it('asks for no more versions than it shows, a few at a time, and says that there are more', async () => {
  const fixture = await published(30);
  const head = fixture.bucket.head.bind(fixture.bucket);
  let [asked, atOnce, most] = [0, 0, 0];
  fixture.bucket.head = async (key, versionId) => {
    if (versionId === undefined) return head(key);
    asked += 1;
    most = Math.max(most, (atOnce += 1));
    // As over a network, an answer comes after everything that may be asked at once was asked.
    await new Promise((done) => setImmediate(done));
    const object = await head(key, versionId);
    atOnce -= 1;
    return object;
  };
  const history = await historyOf(fixture, 'stage', undefined, 25);
  expect(history.entries.map(({ commit }) => commit)).toEqual(
    [...fixture.commits.shas].reverse().slice(0, 25),
  );
  expect(history).toMatchObject({ isTruncated: true, arePipelinesKnown: false });
  expect([asked, most]).toEqual([25, 8]);
});

it('continues without a pipeline that does not answer, and warns', async () => {
  const fixture = await published(1);
  const pipelines = new MemoryPipelines();
  expect(await historyOf(fixture, 'stage', pipelines)).toMatchObject({ arePipelinesKnown: false });
  expect(fixture.events.filter(({ kind }) => kind === 'warning')).toEqual([]);
  pipelines.failure = new Error('Access denied.');
  expect((await historyOf(fixture, 'stage', pipelines)).entries).toHaveLength(1);
  expect(fixture.events).toContainEqual({
    kind: 'warning',
    message: 'The deployments to stage are unknown: Access denied.',
  });
});
