import { ensureBucket, FaultPlan, openLocalCloud, type LocalCloud } from '@sluice/local-cloud';
import type { History } from '@sluice/release';
import { runSluice, SampleWorkspace, type Ended } from '@sluice/workbench';
import { Gate } from '../command/testing/gate';

jest.setTimeout(180_000);

const workspace = new SampleWorkspace();
const faults = new FaultPlan();
const shas: Record<string, string> = {};
let cloud: LocalCloud;

function sluice(actor: string, ...words: string[]): Promise<Ended> {
  const env = { SLUICE_LOCAL_CLOUD: workspace.cloud, SLUICE_ACTOR: actor };
  return runSluice(words, { cwd: workspace.root, env });
}

async function works(...words: string[]): Promise<Ended> {
  const ended = await sluice('Fast', ...words);
  if (ended.code !== 0) throw new Error(`${words.join(' ')} ended with ${ended.code}:\n${ended.stderr}`);
  return ended;
}

/** From now on the server is one of those that take If-Match and If-None-Match for nothing, and do not say who they are. */
function becomeLookAlike(): void {
  const headers = ['if-match', 'if-none-match'];
  faults.add({ times: Infinity, effect: { kind: 'unheard', headers } });
  faults.add({ times: Infinity, effect: { kind: 'answer-headers', headers: { server: undefined } } });
}

const warnings = ({ stdout, stderr }: Ended) => `${stdout}${stderr}`.match(/^Warning: .*$/gm) ?? [];
const ignored = [
  expect.stringMatching(/"sluice-local" ignores conditions on writes: each write is read back/),
];

beforeAll(async () => {
  cloud = await openLocalCloud({ folder: workspace.cloud, faults });
  await ensureBucket(cloud, 'sluice-local');
  becomeLookAlike();
});

afterAll(async () => {
  await cloud.close();
  workspace.dispose();
});

// One story: each test goes on where the one before it ended.
it('publishes and promotes on a server that ignores conditions, and each command warns once', async () => {
  for (const name of ['one', 'two', 'three']) {
    shas[name] = workspace.commitServer(name);
    await works('package');
    expect(warnings(await works('publish'))).toEqual(ignored);
  }
  expect(warnings(await works('promote', 'uat', `--sha=${shas.one}`))).toEqual(ignored);
  expect(warnings(await works('status'))).toEqual([]);
  for await (const key of cloud.store.buckets.keys('sluice-local')) expect(key).not.toContain('probe');
});

it('finds a lost race out afterwards: it ends with 4, and the tag holds what the winner put there', async () => {
  const gate = new Gate(faults, { operation: 'CopyObject', key: 'story/uat.zip' });
  const slow = sluice('Slow', 'promote', 'uat', `--sha=${shas.two}`);
  await gate.reached(slow);
  await works('promote', 'uat', `--sha=${shas.three}`);
  gate.open();
  const lost = await slow;
  expect(lost.stderr).toMatch(/^Fast moved "uat" while this promotion of [0-9a-f]{8} was being decided\.\n/m);
  expect(warnings(lost)).toEqual(ignored);
  expect(lost.code).toBe(4);

  const { stdout } = await works('history', 'uat', '--json');
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
  const { stdout } = await sluice('Fast', 'doctor', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    findings: expect.arrayContaining([
      expect.objectContaining({ check: 'conditional writes', state: 'warning' }),
    ]),
  });
});
