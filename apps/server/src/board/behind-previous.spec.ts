import type { Ancestry, Commit, EnvironmentStatus } from '@sluice/contract';
import type { Bucket, Commits } from '@sluice/release';
import { behindPrevious } from './behind-previous';

const environment = (name: string, commit?: string, digest?: string): EnvironmentStatus => ({
  name,
  tag: name,
  pipeline: name,
  current:
    commit === undefined ? undefined : { commit, digest, size: 1, writtenAt: '2026-11-20T10:00:00.000Z' },
});
const between = async (): Promise<Commit[]> =>
  ['one', 'two', 'three'].map((sha) => ({ sha, subject: '', author: '', committedAt: '' }));
const commits = (ancestry: Ancestry) => ({
  // No archive is there: each commit is a change.
  bucket: { head: async () => undefined } as unknown as Bucket,
  prefix: 'story/' as const,
  commits: { ancestry: async () => ancestry, between } as unknown as Commits,
});
/** Newest first. */
const uploads = ['e', 'd', 'c', 'b', 'a'];

it.each([
  ['ancestor', 'b', 'e', { commits: 3, releases: 3 }],
  ['unrelated', 'b', 'e', { commits: 3, releases: 3 }],
  ['descendant', 'e', 'b', { commits: 0, releases: 0 }],
  ['same', 'b', 'b', { commits: 0, releases: 0 }],
  ['unknown', 'b', 'e', { commits: undefined, releases: 3 }],
  ['ancestor', 'pruned', 'e', { commits: 3, releases: undefined }],
] as const)('counts, where one is %s, from %s to %s', async (ancestry, here, there, expected) => {
  const behind = await behindPrevious(
    commits(ancestry),
    environment('uat', here),
    environment('stage', there),
    uploads,
  );
  expect(behind).toEqual({ environment: 'stage', ...expected });
});

it('says nothing of the first environment, or while one of the two is empty', async () => {
  const known = commits('ancestor');
  expect(await behindPrevious(known, environment('stage', 'a'), undefined, uploads)).toBeUndefined();
  expect(await behindPrevious(known, environment('uat'), environment('stage', 'a'), uploads)).toBeUndefined();
  expect(await behindPrevious(known, environment('uat', 'a'), environment('stage'), uploads)).toBeUndefined();
});

it.each(['ancestor', 'unknown', 'unrelated'] as const)(
  'counts nothing where both have the same content, and one is %s',
  async (ancestry) => {
    const [here, there] = [environment('uat', 'b', 'digest'), environment('stage', 'e', 'digest')];
    expect(await behindPrevious(commits(ancestry), here, there, uploads)).toEqual({
      environment: 'stage',
      commits: 0,
      releases: 0,
    });
  },
);
