import type { EnvironmentCard } from '@sluice/console-api';
import type { Commits, EnvironmentStatus } from '@sluice/release';

/**
 * How far an environment is behind the one before it: in commits where a clone can tell, and in archives that were
 * published from its own up to the other's.
 *
 * @param uploads commits that were published, the newest upload first
 */
export async function behindPrevious(
  commits: Commits,
  environment: EnvironmentStatus,
  previous: EnvironmentStatus | undefined,
  uploads: readonly string[],
): Promise<EnvironmentCard['behindPrevious']> {
  const [here, there] = [environment.current?.commit, previous?.current?.commit];
  if (previous === undefined || here === undefined || there === undefined) return undefined;
  const [own, others] = [uploads.indexOf(here), uploads.indexOf(there)];
  return {
    environment: previous.name,
    commits: await commitsBehind(commits, here, there),
    releases: own < 0 || others < 0 ? undefined : Math.max(0, own - others),
  };
}

async function commitsBehind(commits: Commits, here: string, there: string): Promise<number | undefined> {
  const ancestry = await commits.ancestry(here, there);
  if (ancestry === 'unknown') return undefined;
  if (ancestry === 'same' || ancestry === 'descendant') return 0;
  return (await commits.between(here, there)).length;
}
