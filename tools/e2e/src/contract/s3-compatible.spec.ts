import type { History } from '@sluice/contract';
import type { Ended } from '@sluice/dev';
import { Contest } from '../command/testing/contest';
import { Gate } from '../command/testing/gate';

jest.setTimeout(180_000);

const contest = new Contest();
const shas: Record<string, string> = {};

/** From now on the server is one of those that take If-Match and If-None-Match for nothing, and do not say who they are. */
function becomeS3Compatible(): void {
  const headers = ['if-match', 'if-none-match'];
  contest.faults.add({ times: Infinity, effect: { kind: 'unheard', headers } });
  contest.faults.add({ times: Infinity, effect: { kind: 'answer-headers', headers: { server: undefined } } });
}

const warnings = ({ stdout, stderr }: Ended) => `${stdout}${stderr}`.match(/^Warning: .*$/gm) ?? [];
const ignored = [
  expect.stringMatching(/"sluice-local" ignores conditions on writes: each write is read back/),
];

beforeAll(async () => {
  await contest.open();
  becomeS3Compatible();
});

afterAll(() => contest.close());

// One story: each test continues where the one before it ended.
it('publishes and promotes on a server that ignores conditions, and each command warns once', async () => {
  for (const name of ['one', 'two', 'three']) {
    shas[name] = contest.commitServer(name);
    await contest.works('package');
    expect(warnings(await contest.works('publish'))).toEqual(ignored);
  }
  expect(warnings(await contest.works('promote', 'uat', `--sha=${shas.one}`))).toEqual(ignored);
  expect(warnings(await contest.works('status'))).toEqual([]);
  for await (const key of contest.cloud.store.buckets.keys('sluice-local'))
    expect(key).not.toContain('probe');
});

it('finds a lost race out afterwards: it exits with 4, and the tag holds what the winner put there', async () => {
  const gate = new Gate(contest.faults, { operation: 'CopyObject', key: 'story/uat.zip' });
  const slow = contest.sluice('Slow', 'promote', 'uat', `--sha=${shas.two}`);
  await gate.reached(slow);
  await contest.works('promote', 'uat', `--sha=${shas.three}`);
  gate.open();
  const lost = await slow;
  expect(lost.stderr).toMatch(/^Fast moved "uat" during this promotion of [0-9a-f]{8}.\n/m);
  expect(warnings(lost)).toEqual(ignored);
  expect(lost.code).toBe(4);

  const { stdout } = await contest.works('history', 'uat', '--json');
  const { entries } = JSON.parse(stdout) as History;
  // The server let the late write through; what it covered was brought back.
  expect(entries.map(({ actor, commit }) => [actor, commit])).toEqual([
    ['Fast', shas.three],
    ['Slow', shas.two],
    ['Fast', shas.three],
    ['Fast', shas.one],
  ]);
});

it('is told by the doctor', async () => {
  const { stdout } = await contest.sluice('Fast', 'doctor', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    findings: expect.arrayContaining([
      expect.objectContaining({ check: 'conditional writes', state: 'warning' }),
    ]),
  });
});
