import { userInfo } from 'node:os';
import type { GitRepository } from '@sluice/git';
import type { CiRun } from './ci/ci-run';

/** Who acts: whom `SLUICE_ACTOR` names, who started the run of CI, git's user, or the account on this machine. */
export async function currentActor(
  env: Readonly<Record<string, string | undefined>>,
  repository: GitRepository,
  run?: CiRun,
): Promise<string | undefined> {
  return env.SLUICE_ACTOR || run?.actor || (await repository.person()) || userName();
}

/** An account without an entry in the user database, as in some containers, has no name. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
