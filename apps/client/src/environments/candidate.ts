import type { Board, EnvironmentCard } from '@sluice/console-api';

/** The commit that would naturally come next: what the environment before has, for the first one the newest release. */
export function candidateFor(environment: EnvironmentCard, board: Board): string | undefined {
  const { environments, newest } = board;
  const place = environments.findIndex(({ name }) => name === environment.name);
  const before = environments.slice(0, Math.max(place, 0)).findLast(({ tag }) => tag !== environment.tag);
  return before ? before.current?.commit : newest?.commit;
}
