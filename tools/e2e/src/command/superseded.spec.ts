import type { Deployment, History } from '@sluice/contract';
import { eventually } from './testing/eventually';
import { parseOutput } from 'nx-sluice';
import { StoryApp } from './testing/story-app';

jest.setTimeout(180_000);

const app = new StoryApp();
const short = (sha: string) => sha.slice(0, 8);

beforeAll(() => app.open());
afterAll(() => app.close());

/** Whether stage's pipeline took this commit up. */
async function isUnderWay(sha: string): Promise<boolean> {
  const { entries } = await app.json<History>(['history', 'stage']);
  return entries.some(({ commit, runs }) => commit === sha && runs.length > 0);
}

it('exits with 6 when a newer version overtakes the one that is watched', async () => {
  await app.setTransition('stage', false);
  const overtaken = app.workspace.commitServer('waits at the door');
  await app.json(['package']);
  const watching = app.sluice('publish', '--watch', '--json');
  await eventually('the pipeline to take it up', () => isUnderWay(overtaken));
  const newest = app.workspace.commitServer('overtakes it there');
  await app.json(['package']);
  await app.json(['publish']);

  const { code, stdout, stderr } = await watching;
  const { deployment } = parseOutput<{ deployment: Deployment }>('publish', stdout);
  expect(deployment.results[0]?.end).toMatchObject({ kind: 'superseded' });
  expect(stderr).toContain(
    `stage does not run ${short(overtaken)}: a newer execution of story-stage-pipeline superseded it`,
  );
  expect(code).toBe(6);

  await app.setTransition('stage', true);
  expect(await app.json(['publish', '--watch'])).toMatchObject({ deployment: { succeeded: true } });
  expect(await app.served('stage')).toBe(newest);
});
