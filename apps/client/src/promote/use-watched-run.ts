import type { EnvironmentCard, Run, StageProgress } from '@sluice/contract';
import { useApi } from '../api/api-context';
import { useResource, type Resource } from '../api/use-resource';

/** Far enough back for a page that is opened again some days later. */
const versionsToSearch = 100;

/** What is known of one version of a tag, and of the run of one environment's pipeline that carries it. */
export interface WatchedRun extends Pick<Resource<unknown>, 'problem' | 'reload'> {
  /** `missing`: neither the board nor the history has this version. */
  version: 'known' | 'sought' | 'missing';
  /** No other version is known to have taken its place on the tag. */
  isOnTag: boolean;
  run?: Run;
  stages: StageProgress[];
  /** When the version was written; ISO 8601. */
  writtenAt?: string;
}

/** From the board while the run is the newest one; from the history once another run took that place. */
export function useWatchedRun(
  environment: EnvironmentCard,
  version: string,
  /** The version that it has just replaced; while the board still shows that, it has only to be waited for. */
  replaced?: string | null,
): WatchedRun {
  const { name, current } = environment;
  const api = useApi();
  const isNewest = environment.run !== undefined && environment.runVersionId === version;
  const onTag = current?.versionId ?? null;
  const isPast = !isNewest && onTag !== version && onTag !== replaced;
  const { data, isLoading, problem, reload } = useResource(
    `${name} ${version}`,
    async (signal) => (isPast ? api.history(name, versionsToSearch, signal) : undefined),
    isPast ? `${onTag} ${environment.run?.executionId}` : 'on the board',
  );
  const entry = data?.entries.find(({ versionId }) => versionId === version);
  const writtenAt = onTag === version ? current?.writtenAt : entry?.writtenAt;
  const found = { isOnTag: onTag === version, writtenAt, stages: [], problem, reload };
  if (isNewest) return { ...found, version: 'known', run: environment.run, stages: environment.stages };
  if (entry) {
    const run = entry.runs.find((run) => run.environment === name);
    return { ...found, version: 'known', isOnTag: found.isOnTag || entry.isCurrent, run };
  }
  // What was written just now may be ahead of the board and of the history.
  if (!isPast || replaced !== undefined) return { ...found, version: 'known', isOnTag: true };
  return { ...found, version: isLoading || problem ? 'sought' : 'missing' };
}
