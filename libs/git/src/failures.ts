import { GitError } from './git-error';

/** A reason of git's why it cannot use a repository, by its words in English; newest wording first. */
interface Kind {
  said: RegExp;
  code?: GitError['code'];
  message(root: string, found: RegExpExecArray): string;
  remedy(root: string, found: RegExpExecArray): string;
}

const kinds: Kind[] = [
  {
    said: /detected dubious ownership in repository at '([^'\n]+)'|unsafe repository \('([^'\n]+)'/,
    code: 'untrusted',
    message: (root, found) => `git does not trust ${place(root, found)}, because another user owns it.`,
    remedy: (root, found) =>
      'Check out the repository as the user who runs this, or trust the folder: ' +
      `git config --global --add safe.directory '${place(root, found)}'`,
  },
  {
    said: /not a git repository/,
    message: (root) => `${root} is not inside a git repository.`,
    remedy: () => 'Run Sluice in a clone of the repository, not in a downloaded archive of it.',
  },
  {
    said: /must be run in a work tree/,
    message: (root) => `${root} is in a bare git repository, which has no working tree.`,
    remedy: () => 'Clone the repository, and run Sluice in that clone.',
  },
  {
    said: /could not fetch \S+ from promisor remote|promisor remote name|lazy fetching disabled/,
    message: (root) => `The clone at ${root} is partial, and missing objects could not be fetched.`,
    remedy: () => 'Check that its remote is reachable, or clone again without --filter.',
  },
  {
    said: /unknown repository extension|[Ee]xpected git repo version|unsupported .* version/,
    message: (root) => `The git of this machine is too old for the repository at ${root}.`,
    remedy: () => 'Install a newer git.',
  },
  {
    said: /(?:fatal|error): ((?:[^\n]*(?:is corrupt|corrupt (?:patch|loose)|is empty$|unable to read tree|unable to unpack|index file (?:corrupt|smaller)|bad signature|garbage at end|inflate:|missing (?:blob|tree|commit)|bad tree object)[^\n]*))/m,
    message: (root, found) => `The git repository at ${root} is damaged: ${found[1] ?? ''}.`,
    remedy: () => 'Run `git fsck` to see what is missing, or clone again.',
  },
];

/** Why git cannot use the repository, from what it printed; nothing where that is an answer as any other. */
export function failureOf(root: string, stderr: string): GitError | undefined {
  for (const { said, code, message, remedy } of kinds) {
    const found = said.exec(stderr);
    if (found) return new GitError(message(root, found), remedy(root, found), { code });
  }
  return undefined;
}

function place(root: string, [, now, before]: RegExpExecArray): string {
  return now ?? before ?? root;
}
