import type { EnvironmentCard, EnvironmentStatus } from '@sluice/contract';
import { commitsBehind, type ReleaseContext } from '@sluice/release';
import { releasesBetween } from './releases-between';

/**
 * How far an environment is behind the one before it: in commits where a clone can tell, and in archives that were
 * published from its own up to the other's.
 *
 * @param uploads commits that were published, the newest upload first
 */
export async function behindPrevious(
  context: Pick<ReleaseContext, 'bucket' | 'prefix' | 'commits'>,
  environment: EnvironmentStatus,
  previous: EnvironmentStatus | undefined,
  uploads: readonly string[],
): Promise<EnvironmentCard['behindPrevious']> {
  const [here, there] = [environment.current, previous?.current];
  if (previous === undefined || here?.commit === undefined || there?.commit === undefined) return undefined;
  const commits = await commitsBehind(
    context,
    { commit: here.commit, digest: here.digest },
    { commit: there.commit, digest: there.digest },
  );
  // Where the content is the same, there is nothing to catch up with, whatever was published in between.
  const isSame = here.digest !== undefined && here.digest === there.digest;
  const releases = releasesBetween(uploads, here.commit, there.commit);
  return { environment: previous.name, commits, releases: isSame ? 0 : releases };
}
