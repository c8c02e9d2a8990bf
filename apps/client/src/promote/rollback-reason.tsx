import type { MovePlan } from '@sluice/contract';
import { CommitId } from '../text/commit-id';
import { UntrustedText } from '../text/untrusted-text';
import { Moment } from '../text/moment';

const explanations = {
  'ran-well': 'is the last version that was deployed successfully.',
  chosen: 'is the version that you chose. It has not failed here.',
  previous: 'is the previous version. Its deployment result is unknown.',
  'unknown-run':
    'is the newest earlier version without a known failure. Its pipeline has no execution of it, so its deployment result is unknown.',
};

/** Why a rollback goes where it goes: how that ran, and what is wrong with each newer version. */
export function RollbackReason({ plan: { to, basis, skipped = [] } }: { plan: MovePlan }) {
  if (basis === undefined) return null;
  return (
    <section className="rows" aria-label="Why this version">
      <p>
        <CommitId commit={to.commit} /> {explanations[basis]}
      </p>
      {skipped.length > 0 && (
        <>
          <p>Skipped versions:</p>
          <ul className="plain-list rows" aria-label="Skipped versions, newest first">
            {skipped.map(({ commit, subject, writtenAt, why }, at) => (
              <li key={at}>
                <CommitId commit={commit} isLink />{' '}
                {subject !== undefined && (
                  <>
                    <UntrustedText text={subject} limit={160} />,{' '}
                  </>
                )}
                <Moment at={writtenAt} />: <UntrustedText text={why} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
