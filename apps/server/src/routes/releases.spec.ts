import type { Board, ReleasePage, ReleaseRow } from '@sluice/contract';
import { Cloud } from '../testing/cloud';
import { eventually } from '../testing/eventually';
import { consoleOf, readWholeBoard, runServer, type RunningServer } from '../testing/running-server';

const subjects = ['Sell umbrellas', 'Sell boots', 'Fix the till', 'Sell hats', 'Mend the roof'];
const more = 12;

let cloud: Cloud;
let server: RunningServer;
let shas: string[];
beforeAll(async () => {
  cloud = await Cloud.open();
  shas = [];
  for (const subject of subjects) shas.push(await cloud.publish(subject));
  for (let index = 0; index < more; index += 1) await cloud.publish(`Chore ${index}`);
  await cloud.promote('uat', shas[0]!);
  await cloud.promote('uat', shas[1]!);
  server = await runServer({ console: consoleOf(cloud) });
});
afterAll(async () => {
  await server?.close();
  await cloud?.close();
});

const page = (query = '') => server.read<ReleasePage>(`/api/releases?${query}`);
const found = async (query: string) => (await page(query)).rows.map(({ subject }) => subject);
/** Once everything was read. */
const indexed = () =>
  eventually(async () => {
    const { total, indexed: count } = await page();
    return total === count ? total : undefined;
  }, 'the index');

it('gives the first page before everything was read, and reads what is on it at once', async () => {
  const cold = await runServer({ console: consoleOf(cloud) });
  try {
    const first = await cold.read<ReleasePage>('/api/releases?pageSize=10');
    expect(first).toMatchObject({ total: 17, matching: 17, page: 1, pageSize: 10 });
    expect(first.rows).toHaveLength(10);
    expect(first.rows.every(({ subject, actor }) => subject !== undefined && actor === 'amy')).toBe(true);
  } finally {
    await cold.close();
  }
});

it('pages, and returns nothing after the last page', async () => {
  expect((await page('pageSize=10&page=2')).rows).toHaveLength(7);
  expect(await page('pageSize=10&page=3')).toMatchObject({ rows: [], total: 17 });
});

it('finds the words of a search in subject, commit, author and actor', async () => {
  await indexed();
  expect(await page('search=SELL%20hats')).toMatchObject({ matching: 1, rows: [{ subject: 'Sell hats' }] });
  expect((await page(`search=${shas[2]?.slice(0, 9)}`)).rows).toMatchObject([{ commit: shas[2] }]);
  expect((await page('search=amy')).matching).toBe(17);
  expect((await page('search=grace%20hats')).matching).toBe(1);
  expect((await page('search=boats')).matching).toBe(0);
});

it('sorts by subject, size and time, both ways', async () => {
  await indexed();
  const ascending = await found('search=the&sort=subject&order=asc');
  expect(ascending).toEqual(['Fix the till', 'Mend the roof']);
  expect(await found('search=the&sort=subject&order=desc')).toEqual([...ascending].reverse());
  const sizes = (await page('sort=size&order=asc&pageSize=100')).rows.map(({ size }) => size);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  const times = (await page('pageSize=100')).rows.map(({ writtenAt }) => writtenAt);
  expect(times).toEqual([...times].sort().reverse());
});

it('reports releases with the same content, each of the other', async () => {
  const own = await Cloud.open();
  const shown = await runServer({ console: consoleOf(own) });
  try {
    const first = await own.publish('Sell umbrellas');
    const between = await own.publish('Sell boots');
    const reverted = await own.publish('Revert "Sell boots"', 1);
    const alike = await eventually(async () => {
      const { rows } = await shown.read<ReleasePage>('/api/releases');
      const found = Object.fromEntries(rows.map(({ commit, sameContent }) => [commit, sameContent]));
      return found[first]?.length === 1 ? found : undefined;
    }, 'all three');
    expect(alike).toEqual({ [first]: [reverted], [between]: [], [reverted]: [first] });
    expect(await shown.read(`/api/releases/${reverted}`)).toMatchObject({ sameContent: [first] });
  } finally {
    await shown.close();
    await own.close();
  }
});

it('says where an archive is, and where it has been', async () => {
  const row = await eventually(async () => {
    const told = await server.read<ReleaseRow>(`/api/releases/${shas[0]}`);
    return told.been.length === 2 ? told : undefined;
  }, 'the pasts of the tags');
  expect(row).toMatchObject({ environments: [], been: ['stage', 'uat'] });
  expect(await server.read(`/api/releases/${shas[1]}`)).toMatchObject({
    environments: ['uat'],
    been: ['stage'],
  });
});

it.each(['page=0', 'pageSize=9', 'pageSize=101', 'sort=actor', 'order=up', 'page=x', 'unknown=1'])(
  'makes nothing of %s',
  async (query) => {
    const answer = await server.call('GET', `/api/releases?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'usage' });
  },
);

it('tells which run made an archive, and that nobody signed it', async () => {
  expect(await server.read(`/api/releases/${shas[0]}/provenance`)).toMatchObject({
    subject: { kind: 'archive', commit: shas[0] },
    trust: 'unsigned',
    provenance: { commit: shas[0] },
  });
});

it.each(['/api/board', '/api/releases?pageSize=10'])(
  'gives %s once, as long as it is the same',
  async (path) => {
    await indexed();
    await readWholeBoard(server);
    const again = await eventually(async () => {
      const etag = (await server.call('GET', path)).headers.get('etag') ?? '';
      const answer = await server.call('GET', path, undefined, { 'if-none-match': `"other", W/${etag}` });
      // What is still read in the background may have changed it in between.
      return answer.headers.get('etag') === etag ? answer : undefined;
    }, 'an answer that is the same twice');
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect((await server.call('GET', path, undefined, { 'if-none-match': '"other"' })).status).toBe(200);
  },
);

it('sees what is published in the meantime', async () => {
  const commit = await cloud.publish('Sell scarves');
  const row = await eventually(
    async () => (await page()).rows.find((one) => one.commit === commit && one.environments.length > 0),
    'the new archive',
  );
  expect(row).toMatchObject({ subject: 'Sell scarves', environments: ['stage'] });
  const newest = await eventually(async () => {
    const board = await server.read<Board>('/api/board');
    return board.newest?.commit === commit ? board.newest : undefined;
  }, 'the newest commit');
  expect(newest.subject).toBe('Sell scarves');
});

it('tells who wrote a commit, also of an archive that does not say', async () => {
  expect(await server.read(`/api/releases/${shas[3]}`)).toMatchObject({ author: 'Grace', actor: 'amy' });
  const archive = await cloud.bucket.head(`shop-console/${shas[4]}.zip`);
  if (archive === undefined) throw new Error('The archive is not there.');
  const { author, ...older } = archive.metadata;
  expect(author).toBe('Grace');
  await cloud.bucket.copy(archive, archive.key, older);
  const fresh = await runServer({ console: consoleOf(cloud) });
  try {
    expect(await fresh.read(`/api/releases/${shas[4]}`)).toMatchObject({ author: 'Grace' });
    const board = await readWholeBoard(fresh);
    expect(board.environments[1]?.current).toMatchObject({ author: 'Grace', actor: 'grace' });
  } finally {
    await fresh.close();
  }
});

describe('without a clone of the repository', () => {
  it('shows and moves what was published, and says that nobody can tell what lies between', async () => {
    const { bucket, pipelines } = cloud;
    const bare = await runServer({ console: consoleOf(cloud, { ports: { bucket, pipelines } }) });
    try {
      const board = await readWholeBoard(bare);
      const uat = board.environments.find(({ name }) => name === 'uat');
      expect(uat?.behind).toBeUndefined();
      expect(uat?.current?.author).toBe('Grace');
      expect(uat?.behindPrevious).toEqual({ environment: 'stage', releases: expect.any(Number) });
      const compared = await bare.read(`/api/compare?from=${shas[0]?.slice(0, 10)}&to=uat`);
      expect(compared).toMatchObject({ from: { commit: shas[0] }, ancestry: 'unknown', commits: [] });
      const answer = await bare.call('POST', '/api/environments/uat/promotion-plan', { commit: shas[3] });
      const plan = (await answer.json()) as { expects: string };
      expect(plan).toMatchObject({
        to: { subject: 'Sell hats' },
        ancestry: 'unknown',
        commits: [],
        isAllowed: true,
      });
      expect(plan).not.toHaveProperty('commitCount');
      const action = { commit: shas[3], expects: plan.expects, reason: 'hats' };
      expect((await bare.call('POST', '/api/environments/uat/promotions', action)).status).toBe(201);
    } finally {
      await bare.close();
    }
  });
});
