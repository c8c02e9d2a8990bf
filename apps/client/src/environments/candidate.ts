import type { Board, EnvironmentCard } from '@sluice/contract';

/**
 * The commit that would naturally come next: what last was deployed successfully to the environment before, for the first one the newest
 * release. Absent when that is rejected, or would bring nothing new.
 */
export function candidateFor(environment: EnvironmentCard, board: Board): string | undefined {
  const place = board.environments.findIndex(({ name }) => name === environment.name);
  const before = board.environments
    .slice(0, Math.max(place, 0))
    .findLast(({ tag }) => tag !== environment.tag);
  const candidate = before ? ranWell(before) : board.newest?.commit;
  return candidate === environment.current?.commit || hasAll(environment, before) ? undefined : candidate;
}

function ranWell({ current, live, run, rejection }: EnvironmentCard): string | undefined {
  // Where no pipeline tells, what was promoted is all that is known.
  const commit = live || run ? live?.commit : current?.commit;
  return rejection && commit === current?.commit ? undefined : commit;
}

/** Whether it is level with what it would take from, or ahead of that. */
function hasAll({ behind, behindPrevious }: EnvironmentCard, before: EnvironmentCard | undefined): boolean {
  if (!before) return behind === 0;
  const { environment, commits, releases } = behindPrevious ?? {};
  return environment === before.name && (commits ?? releases) === 0;
}
