import { chooseTarget } from '../../config/choose-target';
import { MemoryPipelines } from '../../testing/memory-pipelines';
import { releaseFixtures, type ReleaseFixture } from '../../testing/release-fixture';
import { holdTag } from '../hold/hold';
import { removeHold } from '../hold/unhold';
import { planPromotion } from '../promote/plan';
import { applyPromotion } from '../promote/promote';
import { publish } from '../publish/publish';
import { narrowed, planRedeploy, redeploy } from '../redeploy/redeploy';
import { accept, reject } from '../reject/reject';
import { planRollback, rollBack } from '../rollback/rollback';
import { activityCsv } from './csv';
import { findActivityEntry, readActivityLog, type ActivityLogQuery } from './read-activity-log';

const newFixture = releaseFixtures();

async function promoteTo(
  fixture: ReleaseFixture,
  env: string,
  index: number,
  actor: string,
  reason?: string,
) {
  const context = fixture.context(actor);
  const plan = await planPromotion(context, chooseTarget(context.settings, { env }), fixture.sha(index));
  return applyPromotion(context, plan, reason);
}

/** What people did in stage, uat and qa, which share a tag, and prod. */
async function busyWeek() {
  const fixture = newFixture();
  const pipelines = new MemoryPipelines();
  for (const index of [0, 1]) {
    const archive = await fixture.archive(`content ${index}`);
    await publish(fixture.contextAt(index, 'ida'), { archive });
  }
  await promoteTo(fixture, 'uat', 0, 'amy', 'first round');
  await promoteTo(fixture, 'uat', 1, 'amy', 'second round');
  const uat = chooseTarget(fixture.context().settings, { env: 'uat' });
  const [second, first] = await fixture.bucket.versions('story/uat.zip');
  for (const name of ['uat', 'qa']) pipelines.add(`story-${name}-pipeline`, { key: 'story/uat.zip' });
  pipelines.ran('story-uat-pipeline', first?.versionId, 'Succeeded');
  pipelines.ran('story-uat-pipeline', second?.versionId, 'Failed');
  const eve = { ...fixture.context('eve'), pipelines };
  await redeploy(eve, await planRedeploy(eve, narrowed(uat, 'uat')), 'the secret was rotated');
  await reject(eve, fixture.sha(1), 'loses the cart');
  await accept(eve, fixture.sha(1), 'a false alarm');
  await rollBack(eve, await planRollback(eve, uat), 'white page');
  await removeHold(eve, uat, 'fixed');
  const context = { ...fixture.context(), pipelines };
  const read = (query: ActivityLogQuery = {}) => readActivityLog([context], query);
  return { fixture, pipelines, context, read };
}

it('tells what happened in every environment, newest first, by whom and why', async () => {
  const { fixture, read } = await busyWeek();
  const { entries, next, warnings } = await read();
  expect(entries.map(({ kind, environments, actor, reason }) => [kind, environments, actor, reason])).toEqual(
    [
      ['failure', ['uat'], undefined, undefined],
      ['unhold', ['uat', 'qa'], 'eve', 'fixed'],
      ['rollback', ['uat', 'qa'], 'eve', expect.stringMatching(/^rolled back from .*: white page$/)],
      ['hold', ['uat', 'qa'], 'eve', 'for a rollback: white page'],
      ['undo-reject', ['stage', 'uat', 'qa'], 'eve', 'a false alarm'],
      ['reject', ['stage', 'uat', 'qa'], 'eve', 'loses the cart'],
      ['redeploy', ['uat'], 'eve', 'the secret was rotated'],
      ['promote', ['uat', 'qa'], 'amy', 'second round'],
      ['promote', ['uat', 'qa'], 'amy', 'first round'],
      ['publish', ['stage'], 'ida', undefined],
      ['publish', ['stage'], 'ida', undefined],
    ],
  );
  expect(entries[7]).toMatchObject({
    app: 'story',
    tag: 'uat',
    commit: fixture.sha(1),
    from: fixture.sha(0),
    subject: 'commit number 1',
  });
  expect(entries[0]).toMatchObject({ commit: fixture.sha(1), runs: [{ status: 'Failed' }] });
  expect({ next, warnings }).toEqual({ next: undefined, warnings: [] });
});

it.each<[string, ActivityLogQuery, string[]]>([
  ['a person, in any case and in part', { person: 'AM' }, ['promote', 'promote']],
  ['an environment', { environment: 'stage' }, ['undo-reject', 'reject', 'publish', 'publish']],
  ['kinds', { kinds: ['rollback', 'failure'] }, ['failure', 'rollback']],
  ['both', { environment: 'uat', kinds: ['promote'] }, ['promote', 'promote']],
  ['nobody', { person: 'zoe' }, []],
])('filters by %s', async (_, query, kinds) => {
  const { read } = await busyWeek();
  expect((await read(query)).entries.map(({ kind }) => kind)).toEqual(kinds);
});

it('filters by time: from one moment on, and before another', async () => {
  const { read } = await busyWeek();
  const { entries } = await read({ kinds: ['promote'] });
  const [second, first] = entries.map(({ at }) => new Date(at));
  const reasons = async (query: ActivityLogQuery) =>
    (await read({ kinds: ['promote'], ...query })).entries.map(({ reason }) => reason);
  expect(await reasons({ since: second })).toEqual(['second round']);
  expect(await reasons({ since: first, until: second })).toEqual(['first round']);
});

it('gives the same entries in pages, also when something new happens in between', async () => {
  const { fixture, read } = await busyWeek();
  const whole = (await read()).entries.map(({ id }) => id);
  const paged: string[] = [];
  let after: string | undefined;
  do {
    const page = await read({ limit: 3, after });
    paged.push(...page.entries.map(({ id }) => id));
    after = page.next;
    await holdTag(fixture.context('ida'), { tag: 'prod' });
    await removeHold(fixture.context('ida'), { tag: 'prod' });
  } while (after !== undefined);
  expect(paged).toEqual(whole);
});

it('reads no more than it may, and says how far it came', async () => {
  const { context, fixture } = await busyWeek();
  const head = jest.spyOn(fixture.bucket, 'head');
  const query = { kinds: ['publish'] as const };
  const first = await readActivityLog([context], query, { reads: 1 });
  expect(head).toHaveBeenCalledTimes(1);
  // The newest of the tags' versions is the rollback: it is none of what is asked for.
  expect(first).toMatchObject({ entries: [], next: expect.any(String), searchedTo: expect.any(String) });
  const { entries } = await readActivityLog([context], { ...query, after: first.next });
  expect(entries).toHaveLength(2);
});

it('continues at the same time where the last record is gone', async () => {
  const { fixture, read } = await busyWeek();
  const { entries, next } = await read({ kinds: ['promote'], limit: 1 });
  await fixture.bucket.remove('story/uat.zip', entries[0]?.versionId);
  const rest = await read({ kinds: ['promote'], after: next });
  expect(rest.entries.map(({ reason }) => reason)).toEqual(['first round']);
});

it('finds each entry by its id, and nothing by another', async () => {
  const { context, read } = await busyWeek();
  const { entries } = await read();
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  for (const entry of entries) expect(await findActivityEntry(context, entry.id)).toMatchObject(entry);
  for (const id of [
    '',
    'tag',
    'tag.uat.gone',
    'tag.moon.1',
    'run.uat.gone',
    'rejections.',
    'rejections.x',
    '__proto__',
  ])
    expect(await findActivityEntry(context, id)).toBeUndefined();
});

it('tells of a failure which stage failed, and what with', async () => {
  const { context, pipelines, read } = await busyWeek();
  const [failure] = (await read({ kinds: ['failure'] })).entries;
  pipelines.actions = async () => [
    {
      stage: 'Deploy',
      action: 'Deploy',
      status: 'Failed',
      isApproval: false,
      startedAt: new Date(),
      updatedAt: new Date(),
      error: { code: 'JobFailed', message: 'The server exited with code 3.' },
    },
  ];
  expect(await findActivityEntry(context, failure?.id ?? '')).toMatchObject({
    kind: 'failure',
    reason: 'Deploy: The server exited with code 3.',
  });
});

it('merges the apps by time, and pages through all of them', async () => {
  const [one, other] = [await busyWeek(), await busyWeek()];
  const settings = { ...other.context.settings, app: 'store' };
  const contexts = [one.context, { ...other.context, settings }];
  const { entries } = await readActivityLog(contexts, {});
  expect(new Set(entries.map(({ app }) => app))).toEqual(new Set(['story', 'store']));
  expect(entries.map(({ at }) => at)).toEqual(
    entries
      .map(({ at }) => at)
      .sort()
      .reverse(),
  );
  const page = await readActivityLog(contexts, { limit: 5 });
  const rest = await readActivityLog(contexts, { after: page.next });
  expect([...page.entries, ...rest.entries]).toEqual(entries);
});

it('tells a manual copy from a move, as the history of the environment does', async () => {
  const { fixture, read } = await busyWeek();
  const copied = await fixture.bucket.head('story/latest.zip');
  fixture.bucket.put('story/prod.zip', 'x', { ...copied?.metadata });
  await fixture.bucket.remove('story/prod.zip');
  const { entries } = await read({ environment: 'prod' });
  expect(entries.map(({ kind, actor, commit }) => [kind, actor, commit])).toEqual([
    ['removal', undefined, undefined],
    ['hand-copy', undefined, fixture.sha(1)],
  ]);
});

it('is shown without the results when the pipelines do not answer', async () => {
  const { pipelines, read } = await busyWeek();
  pipelines.failure = new Error('Access denied.');
  const { entries, warnings } = await read({ environment: 'uat', kinds: ['promote', 'failure'] });
  expect(entries.map(({ kind }) => kind)).toEqual(['promote', 'promote']);
  expect(warnings).toContain('The deployments to uat are unknown: Access denied.');
});

it('is CSV that a spreadsheet reads as text, in the form of RFC 4180', () => {
  const entry = {
    id: 'tag.prod.1',
    app: 'store',
    kind: 'promote' as const,
    at: '2026-11-24T09:00:00.000Z',
    environments: ['prod', 'eu'],
    actor: '=HYPERLINK("http://x.test")',
    reason: 'says "yes",\nthen no',
    subject: ' @SUM(1)',
  };
  const lines = activityCsv([entry]).split('\r\n');
  expect(lines[0]).toBe(
    '"id","app","at","kind","environments","tag","actor","commit","from","subject","reason","result","run"',
  );
  expect(lines[1]).toBe(
    `"tag.prod.1","store","2026-11-24T09:00:00.000Z","promote","prod eu","","'=HYPERLINK(""http://x.test"")","","","' @SUM(1)","says ""yes"",\nthen no","",""`,
  );
  expect(lines.slice(2)).toEqual(['']);
  for (const begin of ['=', '+', '-', '@', '\t', '\r', '\n', '\uff1d'])
    expect(activityCsv([{ ...entry, reason: `${begin}1` }])).toContain(`,"'${begin}1",`);
});
