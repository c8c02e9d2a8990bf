import type { RollbackPlan } from '@sluice/release';
import { planLines } from './plan-lines';
import { shortSha } from './text';

/** The plan of a rollback: the skipped versions, then the move. */
export function rollbackLines({ plan, to, basis, skipped }: RollbackPlan): string[] {
  const commit = to.commit === undefined ? 'the version before' : shortSha(to.commit);
  return [
    ...skipped.map(
      ({ entry, why }) =>
        `Skipped ${entry.commit === undefined ? 'unknown' : shortSha(entry.commit)} of ${entry.writtenAt}: ${why}.`,
    ),
    {
      'ran-well': `${commit} is the last version that was deployed successfully.`,
      chosen: `${commit} was chosen with --to.`,
      previous: `${commit} is the previous version. Its deployment result is unknown.`,
      'unknown-run': `${commit} is the newest earlier version without a known failure. Its pipeline has no execution of it, so its deployment result is unknown.`,
    }[basis],
    ...planLines(plan),
    `  "${plan.tag}" will be on hold there until the hold is removed.`,
  ];
}
