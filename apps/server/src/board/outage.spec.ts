import type { Board, Move, ProblemBody } from '@sluice/contract';
import { Cloud } from '../testing/cloud';
import { eventually } from '../testing/eventually';
import { listenTo } from '../testing/event-stream';
import { consoleOf, runServer, type RunningServer } from '../testing/running-server';

const outage = {
  operation: 'HeadObject',
  times: Infinity,
  effect: { kind: 'error', code: 'InternalError' },
} as const;
const attempts = process.env.AWS_MAX_ATTEMPTS;

let cloud: Cloud;
let server: RunningServer;
beforeEach(async () => {
  // The timeouts of the SDK are its own matter.
  process.env.AWS_MAX_ATTEMPTS = '1';
  cloud = await Cloud.open();
  await cloud.publish('Sell umbrellas');
});
afterEach(async () => {
  await server?.close();
  await cloud?.close();
  if (attempts === undefined) delete process.env.AWS_MAX_ATTEMPTS;
  else process.env.AWS_MAX_ATTEMPTS = attempts;
});

it('answers 502 with what to do while the bucket never answered, and the board as soon as it does', async () => {
  const failures: unknown[] = [];
  cloud.faults.add(outage);
  server = await runServer({ console: consoleOf(cloud, { onFailure: (error) => failures.push(error) }) });
  for (const path of ['/api/board', '/api/releases']) {
    const answer = await server.call('GET', path);
    expect(answer.status).toBe(502);
    const problem = (await answer.json()) as ProblemBody;
    expect(problem).toMatchObject({ code: 'unavailable', error: expect.stringContaining('shop-archives') });
    expect(JSON.stringify(problem)).not.toMatch(/\bat \w+ \(|node_modules/);
  }
  expect(failures.length).toBeGreaterThan(0);
  cloud.faults.clear();
  const board = await eventually(async () => {
    const answer = await server.call('GET', '/api/board');
    return answer.ok ? ((await answer.json()) as Board) : undefined;
  }, 'the board');
  expect(board.environments[0]?.current?.subject).toBe('Sell umbrellas');
});

it('keeps showing what was seen last, and says so, until the bucket answers again', async () => {
  server = await runServer({ console: consoleOf(cloud) });
  const events = await listenTo(server.url);
  try {
    await eventually(() => events.boards[0], 'the first board');
    cloud.faults.add(outage);
    const stale = await eventually(
      () => events.boards.find(({ warnings }) => warnings.length > 0),
      'a warning',
    );
    expect(stale.environments).toEqual(events.boards[0]?.environments);
    expect(stale.warnings).toEqual([
      expect.stringMatching(
        /^Showing data from \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: The bucket "shop-archives"/,
      ),
    ]);
    cloud.faults.clear();
    await eventually(() => (events.boards.at(-1)?.warnings.length === 0 ? true : undefined), 'the end of it');
  } finally {
    events.leave();
  }
});

it('reports pipelines that do not answer, and shows the rest', async () => {
  cloud.faults.add({
    operation: 'ListPipelineExecutions',
    times: Infinity,
    effect: { kind: 'error', code: 'InternalError' },
  });
  server = await runServer({ console: consoleOf(cloud) });
  const board = await server.read<Board>('/api/board');
  expect(board.environments[0]).toMatchObject({ current: { subject: 'Sell umbrellas' }, stages: [] });
  expect(board.warnings).toContainEqual(expect.stringMatching(/^The deployments to stage are unknown/));
});

it('finds out what became of a write whose answer was lost', async () => {
  const commit = await cloud.publish('Sell boots');
  server = await runServer({ console: consoleOf(cloud) });
  cloud.faults.add({ operation: 'CopyObject', effect: { kind: 'reset', when: 'after' } });
  const answer = await server.call('POST', '/api/environments/uat/promotions', {
    commit,
    expects: null,
    reason: 'x',
  });
  expect(answer.status).toBe(201);
  const { versionId } = (await answer.json()) as Move;
  const board = await server.read<Board>('/api/board');
  expect(board.environments[1]?.current).toMatchObject({ commit, versionId });
});
