import type { BuildTask } from '../../ports/build';
import { releaseFixtures } from '../../testing/release-fixture';
import { publish } from './publish';

const newFixture = releaseFixtures();

async function published(tasks: BuildTask[] | undefined, requireCached = true) {
  const fixture = newFixture();
  const context = { ...fixture.contextAt(0), build: { builder: 'local', tasks } };
  const archive = await fixture.archive('one');
  const done = await publish(context, { archive, requireCached }).catch((error: unknown) => error);
  return { done, written: fixture.bucket.versionCount() };
}

const restored: BuildTask = { task: 'client:build', hash: '12', outcome: 'restored', namespace: 'main' };
const built: BuildTask = { task: 'server:build', hash: '34', outcome: 'built', missed: 'absent' };

it('publishes what was restored from the cache of main', async () => {
  expect((await published([restored])).done).toMatchObject({ archive: { outcome: 'uploaded' } });
});

it('publishes what no task has built', async () => {
  expect((await published([])).done).toMatchObject({ archive: { outcome: 'uploaded' } });
});

it('publishes what was built here where nobody asks for more', async () => {
  expect((await published([built], false)).done).toMatchObject({ archive: { outcome: 'uploaded' } });
});

it.each<[string, BuildTask, RegExp]>([
  ['CI has not run', built, /server:build \(built here: the cache has no entry 34, so CI has not run it/],
  [
    'CI has run otherwise',
    { ...built, inCi: ['the variable A', 'the files of b'] },
    /CI has run it with another value of the variable A, the files of b\)/,
  ],
  [
    'has many other inputs',
    { ...built, inCi: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
    /of a, b, c, d, e and 2 more inputs\)/,
  ],
  [
    'has lost its entry',
    { ...built, inCi: [] },
    /with the same inputs, but the cache has no entry 34 of it any more/,
  ],
  ['CI left out', { ...built, inCi: 'not-run' }, /CI has not run it for this commit/],
  ['has a damaged entry', { ...built, missed: 'mismatch' }, /the entry 34 of the cache is damaged/],
  ['the cache did not answer for', { ...built, missed: 'unavailable' }, /the cache did not answer/],
  ['Nx does not cache', { ...built, missed: undefined }, /Nx does not cache it/],
  [
    'Nx tells no hash of',
    { task: 'server:build', hash: '', outcome: 'unknown' },
    /server:build \(Nx does not tell its hash/,
  ],
  ['came from this machine', { ...built, missed: undefined, outcome: 'unknown' }, /the cache was not asked/],
  ['a pull request built', { ...restored, namespace: 'pr/7' }, /restored from the cache pr\/7/],
])('refuses the output of a task that %s, and writes nothing', async (_, task, said) => {
  const { done, written } = await published([restored, task]);
  expect(done).toMatchObject({ code: 'not-cached', message: expect.stringMatching(said) });

  expect(written).toBe(0);
});

it('refuses an archive that Nx does not publish', async () => {
  const { done, written } = await published(undefined);
  expect(done).toMatchObject({ code: 'not-cached', message: expect.stringMatching(/Nx does not run this/) });
  expect(written).toBe(0);
});

it('names three tasks and counts the rest', async () => {
  const tasks = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...built, task: `${name}:build` }));
  expect((await published(tasks)).done).toMatchObject({
    message: expect.stringMatching(/c:build .*and 2 more\.$/),
  });
});
