import type { EnvironmentCard } from '@sluice/contract';
import { deploymentOf } from '../environments/deployment';
import type { ReleaseGroup } from '../releases/same-content';

/** How a release stands to an environment. */
export type Place = 'live' | 'failed' | 'arriving' | 'tag' | 'been' | 'been-failed';

export const texts: Record<Place, string> = {
  live: 'Live',
  failed: 'Failed',
  arriving: 'Deploying',
  tag: 'On the tag',
  been: 'Was there',
  'been-failed': 'Failed',
};

/** Nothing where it has never been. What one of several releases with the same content has, they all have. */
export function placeOf(group: ReleaseGroup, environment: EnvironmentCard): Place | undefined {
  const commits = [group, ...group.others].map(({ commit }) => commit);
  const has = (commit: string | undefined) => commit !== undefined && commits.includes(commit);
  const { live, arrival } = deploymentOf(environment);
  if (has(live?.commit)) return live?.isAssumed ? 'tag' : 'live';
  if (has(environment.current?.commit)) {
    if (arrival === 'failed') return 'failed';
    return arrival === 'starting' || arrival === 'running' ? 'arriving' : 'tag';
  }
  const { name } = environment;
  const releases = [group, ...group.others];
  const was = releases.filter(({ been }) => been.includes(name));
  if (was.length > 0 && was.every(({ failed }) => failed.includes(name))) return 'been-failed';
  return group.been.includes(name) || group.environments.includes(name) ? 'been' : undefined;
}
