import type { History } from '@sluice/contract';
import type { Ended } from '@sluice/dev';
import { Contest } from './testing/contest';
import { Gate } from './testing/gate';
import { parseOutput } from 'nx-sluice';

jest.setTimeout(180_000);

const contest = new Contest();
const shas: Record<string, string> = {};

const promoted = (name: string) => contest.works('promote', 'uat', `--sha=${shas[name]}`);

/** Who put what on uat, newest first. */
async function history(): Promise<string[]> {
  const { stdout } = await contest.works('history', 'uat', '--json');
  const nameOf = (sha?: string) => Object.keys(shas).find((name) => shas[name] === sha);
  const { entries } = parseOutput<History>('history', stdout);
  return entries.map(({ actor, commit }) => `${actor}: ${nameOf(commit)}`);
}

beforeAll(async () => {
  await contest.open();
  for (const name of ['one', 'two', 'three']) {
    shas[name] = contest.commitServer(name);
    await contest.works('package');
    await contest.works('publish');
  }
});

afterAll(() => contest.close());

/**
 * Slow makes its plan, finds all rules content, and gets as far as its very write, which waits at the server while
 * `in the meantime` happens.
 */
async function slowPromotes(name: string, meanwhile: () => Promise<unknown>): Promise<Ended> {
  const gate = new Gate(contest.faults, { operation: 'CopyObject', key: 'story/uat.zip' });
  const slow = contest.sluice('Slow', 'promote', 'uat', `--sha=${shas[name]}`);
  try {
    await gate.reached(slow);
    await meanwhile();
  } finally {
    gate.open();
  }
  return slow;
}

function expectLost({ code, stdout, stderr }: Ended): void {
  expect(stderr).toMatch(/^Fast moved "uat" during this promotion of [0-9a-f]{8}.\n/m);
  expect(stderr).toContain('Review the new plan, then try again.');
  expect(stdout).not.toContain('Promoted');
  expect(code).toBe(4);
}

describe('of two promoters with plans against the same version', () => {
  it('lets one win, exits with 4 for the other, and keeps the content of the winner', async () => {
    await promoted('one');
    const before = await history();
    expectLost(await slowPromotes('two', () => promoted('three')));
    expect(await history()).toEqual(['Fast: three', ...before]);
  });

  it('lets one win when both promote the same commit', async () => {
    await promoted('one');
    const before = await history();
    expectLost(await slowPromotes('two', () => promoted('two')));
    expect(await history()).toEqual(['Fast: two', ...before]);
  });

  it('lets the first win when the tag was empty', async () => {
    const gate = new Gate(contest.faults, { operation: 'CopyObject', key: 'story/prod.zip' });
    const args = ['promote', 'prod', '--yes', `--sha=${shas.two}`];
    const slow = contest.sluice('Slow', ...args);
    await gate.reached(slow);
    await contest.works(...args);
    gate.open();
    const { code, stderr } = await slow;
    expect(stderr).toContain('Fast moved "prod"');
    expect(code).toBe(4);
  });

  it('refuses the plan if the tag changed A → B → A in the meantime', async () => {
    await promoted('one');
    const before = await history();
    const lost = await slowPromotes('two', async () => {
      await promoted('three');
      await promoted('one');
    });
    expectLost(lost);
    // S3 compares content, and that is the same again: the write went through, was found out, and undone.
    const undone = ['Fast: one', 'Slow: two'];
    expect(await history()).toEqual([...undone, 'Fast: one', 'Fast: three', ...before]);
  });
});
