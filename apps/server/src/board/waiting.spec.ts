import type { Board, EnvironmentCard, Session } from '@sluice/contract';
import { holdTag, reject } from '@sluice/release';
import type { Console } from '../console/console';
import { Cloud, settings } from '../testing/cloud';
import { eventually } from '../testing/eventually';
import { consoleOf, runServer, type RunningServer } from '../testing/running-server';

let cloud: Cloud;
let console: Console;
let server: RunningServer;
beforeEach(async () => {
  cloud = await Cloud.open();
  console = consoleOf(cloud);
  server = await runServer({ console });
});
afterEach(async () => {
  await server.close();
  await cloud.close();
});

const uatWhen = (isSo: (uat: EnvironmentCard) => boolean) =>
  eventually(async () => {
    const { environments } = await server.read<Board>('/api/board');
    return environments.find((one) => one.name === 'uat' && isSo(one));
  }, 'the board');

it('tells what waits for the next environment, by whom, and which gate would refuse it now', async () => {
  const first = await cloud.publish('Sell umbrellas');
  expect(await uatWhen(({ waiting }) => waiting !== undefined)).toMatchObject({
    takesFrom: 'stage',
    waiting: { commit: first, subject: 'Sell umbrellas', authors: [], gateResults: [] },
    rollback: { nothing: '"uat" has no content.' },
  });
  await cloud.promote('uat', first);
  await cloud.publish('Sell boots');
  const last = await cloud.publish('Sell coats');
  await holdTag(cloud.context('grace'), { tag: 'uat' }, 'Load test');
  const uat = await uatWhen(
    ({ waiting, hold }) =>
      waiting?.commit === last &&
      hold !== undefined &&
      waiting.gateResults.length > 0 &&
      // The list of all releases is read beside the board.
      waiting.releases !== undefined,
  );
  expect(uat.waiting).toMatchObject({
    commits: 2,
    // The bucket tells whole seconds: uploads within one have no order, so how many are between two is not known.
    releases: expect.any(Number),
    authors: [expect.stringMatching(/./)],
    gateResults: [{ rule: 'hold', ok: false, explanation: expect.stringContaining('Load test') }],
  });
  expect(uat.rollback?.nothing).toContain('no earlier version');
});

it('names the rejection of what would come, and lets nothing wait where nothing new would come', async () => {
  const first = await cloud.publish('Sell umbrellas');
  await cloud.promote('uat', first);
  expect((await uatWhen(({ rollback }) => rollback !== undefined)).waiting).toBeUndefined();
  const bad = await cloud.publish('Sell boots');
  await reject(cloud.context('grace'), bad, 'It leaks');
  console.changed([]);
  const uat = await uatWhen(({ waiting }) => (waiting?.gateResults.length ?? 0) > 0);
  expect(uat.waiting?.gateResults).toMatchObject([{ rule: 'rejected', rejected: bad }]);
  // The same content again brings nothing new.
  await cloud.publish('Revert boots', 1);
  await uatWhen(({ waiting }) => waiting === undefined);
});

it('knows the pages of the repository that sluice.json names', async () => {
  const named = { ...settings, repository: 'https://github.com/acme/shop' };
  const other = await runServer({ console: consoleOf(cloud, { settings: named }) });
  try {
    const { repository } = await other.read<Session>('/api/session');
    expect(repository?.commit).toBe('https://github.com/acme/shop/commit/{commit}');
    expect((await server.read<Session>('/api/session')).repository).toBeUndefined();
  } finally {
    await other.close();
  }
});
