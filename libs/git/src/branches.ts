import picomatch from 'picomatch';
import type { BranchMembership, PublishBranches } from '@sluice/release';
import type { GitAnswer } from './git';

type Git = (args: string[]) => Promise<GitAnswer>;

/** Names of default branches where nothing else tells. */
const usualNames = ['main', 'master'];

/**
 * Whether one of the branches holds the commit, by the refs of this clone: a local branch counts, and so does what was
 * fetched of it from any remote.
 */
export async function membership(
  git: Git,
  sha: string,
  { names, preferred }: PublishBranches,
): Promise<BranchMembership> {
  const branches = names ?? [await defaultBranch(git, preferred)];
  const holdResult = await refs(git, branches, [`--contains=${sha}`]);
  if (holdResult.length > 0) return { branches, answer: 'yes' };
  if (!(await areThere(git, branches))) return { branches, answer: 'no-ref' };
  const isShallow = (await git(['rev-parse', '--is-shallow-repository'])).stdout.trim() === 'true';
  return { branches, answer: isShallow ? 'shallow' : 'no' };
}

/**
 * The first of these that has a ref here: what the workspace prefers, what the remote calls its HEAD, main, master. A
 * repository of one branch and no remote has no other choice. Otherwise the first name, though nothing is known of it:
 * CI often fetches nothing but the commit.
 */
async function defaultBranch(git: Git, preferred: string | undefined): Promise<string> {
  // Only a name with a slash may begin with that of a remote.
  const remotes = preferred?.includes('/') ? lines(await git(['remote'])) : [];
  const named = withoutRemote(preferred, remotes);
  const wanted = named ? [named, ...usualNames] : usualNames;
  const answer = await git([
    'for-each-ref',
    '--format=%(refname) %(symref)',
    'refs/remotes/*/HEAD',
    ...patternsOf(wanted),
  ]);
  const found = lines(answer).map((line) => line.split(' ') as [ref: string, target: string]);
  const heads = found.filter(([ref]) => nameOf(ref) === 'HEAD').map(([, target]) => nameOf(target));
  const names = named ? [named, ...heads, ...usualNames] : [...heads, ...usualNames];
  const there = new Set([...heads, ...found.map(([ref]) => nameOf(ref))]);
  const first = names.find((name) => there.has(name));
  if (first !== undefined) return first;
  if (lines(await git(['remote'])).length > 0) return names[0] ?? 'main';
  const [only, ...others] = lines(await git(['for-each-ref', '--format=%(refname)', 'refs/heads']));
  return only !== undefined && others.length === 0 ? nameOf(only) : (names[0] ?? 'main');
}

/** `origin/main` and `refs/heads/main` mean the branch main. */
function withoutRemote(name: string | undefined, remotes: readonly string[]): string | undefined {
  const short = name?.replace(/^refs\/(heads|remotes)\//, '');
  const remote = remotes.find((one) => short?.startsWith(`${one}/`));
  return remote === undefined ? short : short?.slice(remote.length + 1);
}

async function areThere(git: Git, branches: readonly string[]): Promise<boolean> {
  return (await refs(git, branches)).length > 0;
}

/** git's patterns hold for the beginning of a ref too: `release` would be `release/2.x` as well, which it does not name. */
async function refs(git: Git, branches: readonly string[], options: string[] = []): Promise<string[]> {
  const found = lines(
    await git(['for-each-ref', '--format=%(refname)', ...options, ...patternsOf(branches)]),
  );
  return found.filter(
    (ref) => branches.includes(nameOf(ref)) || picomatch.isMatch(nameOf(ref), [...branches]),
  );
}

function patternsOf(branches: readonly string[]): string[] {
  return branches.flatMap((name) => [`refs/heads/${name}`, `refs/remotes/*/${name}`]);
}

function nameOf(ref: string): string {
  return ref.replace(/^refs\/(heads|remotes\/[^/]+)\//, '');
}

function lines({ code, stdout }: GitAnswer): string[] {
  return code === 0 ? stdout.split('\n').filter((line) => line !== '') : [];
}
