import { GitRepository } from '@sluice/git';

/**
 * The commit that is checked out; to describe the files, nothing where one differs from it.
 * @throws SluiceError or GitError where git cannot tell
 */
export async function checkedOut(root: string, use: 'find' | 'describe'): Promise<string | undefined> {
  const repository = new GitRepository(root);
  if (use === 'describe' && (await repository.uncommitted()).length > 0) return undefined;
  return repository.resolve('HEAD');
}
