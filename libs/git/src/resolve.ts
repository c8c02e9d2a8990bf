import { git, type GitOptions } from './git';
import { GitError } from './git-error';

const hexadecimal = /^[0-9a-f]{4,64}$/;
/** What makes an expression of a name, such as `main~1` or `@{u}`; see gitrevisions(7). */
const expression = /[~^:?*[\\{\s]|\.\./;

/**
 * The commit that a sha, branch, tag, `HEAD` or expression names; nothing where it names none here. git itself lets a
 * tag win over a branch, and either over a short sha, and only warns: here two commits for one word are an error.
 * @throws GitError when the word is a short sha or name of more than one commit.
 */
export async function resolveCommit(
  root: string,
  ref: string,
  options: GitOptions,
): Promise<string | undefined> {
  if (ref === '' || ref.startsWith('-') || ref.includes('\0')) return undefined;
  const answer = await git(root, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], options);
  const named = answer.code === 0 ? answer.stdout.trim() : undefined;
  if (ref === 'HEAD') return named ?? (await unreadableHead(root, options));
  if (expression.test(ref) || named === ref) return named;
  const meanings = new Map<string, string>(named === undefined ? [] : [[named, `"${ref}"`]]);
  for (const { commit, name } of await refsNamed(root, ref, options)) meanings.set(commit, name);
  for (const commit of await commitsThatBegin(root, ref, options)) meanings.set(commit, 'a short sha');
  if (meanings.size > 1) throw ambiguous(ref, meanings);
  return [...meanings.keys()][0];
}

/** Branches and tags that have exactly this name. */
async function refsNamed(root: string, ref: string, options: GitOptions) {
  const names = [`refs/tags/${ref}`, `refs/heads/${ref}`];
  const format = '%(refname)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)';
  const { stdout } = await git(root, ['for-each-ref', `--format=${format}`, ...names], options);
  return stdout
    .split('\n')
    .map((line) => line.split('\0'))
    .filter(
      ([name = '', type, , peeled]) => names.includes(name) && (type === 'commit' || peeled === 'commit'),
    )
    .map(([name = '', type, commit = '', , peeled = '']) => ({
      name: name.startsWith('refs/tags/') ? 'a tag' : 'a branch',
      commit: type === 'commit' ? commit : peeled,
    }));
}

async function commitsThatBegin(root: string, ref: string, options: GitOptions): Promise<string[]> {
  if (!hexadecimal.test(ref)) return [];
  const { stdout: objects } = await git(root, ['rev-parse', `--disambiguate=${ref}`], options);
  if (objects === '') return [];
  const { stdout } = await git(root, ['cat-file', '--batch-check=%(objecttype) %(objectname)'], {
    ...options,
    input: objects,
  });
  return stdout.split('\n').flatMap((line) => (line.startsWith('commit ') ? [line.slice(7)] : []));
}

/** HEAD that names a commit which cannot be read is no repository without a commit. */
async function unreadableHead(root: string, options: GitOptions): Promise<undefined> {
  const { code, stdout } = await git(root, ['rev-parse', '--verify', '--quiet', 'HEAD'], options);
  if (code !== 0) return undefined;
  throw new GitError(
    `The git repository at ${root} is damaged: its HEAD, ${stdout.trim().slice(0, 8)}, cannot be read as a commit.`,
    'Run `git fsck` to see what is missing, or clone again.',
  );
}

function ambiguous(ref: string, meanings: ReadonlyMap<string, string>): GitError {
  const named = [...meanings].map(([commit, what]) => `${what} for ${commit.slice(0, 12)}`).slice(0, 4);
  return new GitError(
    `"${ref}" is ambiguous: it is ${named.join(' and ')}.`,
    'Use the full sha of the commit; `git rev-parse` and `git show` show the candidates.',
    { code: 'ambiguous-revision' },
  );
}
