import type { StageProgress } from '@sluice/console-api';
import type { Run } from '@sluice/release';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { useEnvironment } from '../live/use-live';

/** Far enough back for a page that is opened again some days later. */
const versionsToSearch = 100;

/**
 * The run of an environment's pipeline that carries one version of its tag: from the board while it is the newest
 * one; from the history once another run took that place.
 */
export function useWatchedRun(
  name: string,
  version: string,
  /** The version that it has just replaced; while the board still shows that, it has only to be waited for. */
  replaced?: string | null,
): { run?: Run; stages: StageProgress[] } {
  const api = useApi();
  const environment = useEnvironment(name);
  const isNewest = environment?.run !== undefined && environment.runVersionId === version;
  const onTag = environment?.current?.versionId ?? null;
  const isPast = environment !== undefined && !isNewest && onTag !== version && onTag !== replaced;
  const history = useResource(
    `${name} ${version}`,
    async (signal) => (isPast ? api.history(name, versionsToSearch, signal) : undefined),
    isPast ? environment.run?.executionId : 'on the board',
  );
  if (isNewest) return { run: environment.run, stages: environment.stages };
  const entry = history.data?.entries.find(({ versionId }) => versionId === version);
  return { run: entry?.runs.find((run) => run.environment === name), stages: [] };
}
