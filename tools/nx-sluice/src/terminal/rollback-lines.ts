import type { RollbackPlan } from '@sluice/release';
import { planLines } from './plan-lines';
import { shortSha } from './text';

/** The plan of a rollback: the versions that will not do, then the move. */
export function rollbackLines({ plan, to, basis, skipped }: RollbackPlan): string[] {
  const commit = to.commit === undefined ? 'the version before' : shortSha(to.commit);
  return [
    ...skipped.map(
      ({ entry, why }) =>
        `Not ${entry.commit === undefined ? 'the one' : shortSha(entry.commit)} of ${entry.writtenAt}: ${why}.`,
    ),
    {
      'ran-well': `${commit} is the last that ran well before.`,
      previous: `${commit} is the one before; no pipeline can tell how it ran.`,
      'unknown-run': `${commit} is the newest before that is not known to have failed. Nobody can tell how it ran: its pipeline knows no run of it.`,
    }[basis],
    ...planLines(plan),
    `  "${plan.tag}" will be held there until it is released.`,
  ];
}
