import type { MovePlan } from '@sluice/contract';
import { CommitId } from '../text/commit-id';
import { UntrustedText } from '../text/untrusted-text';
import { Moment } from '../text/moment';

const words = {
  'ran-well': 'is the last that ran well before.',
  previous: 'is the one before; no pipeline can tell how it ran.',
  'unknown-run':
    'is the newest before that is not known to have failed. Nobody can tell how it ran: its pipeline knows no run of it.',
};

/** Why a rollback goes where it goes: how that ran, and what is wrong with each newer version. */
export function RollbackReason({ plan: { to, basis, skipped = [] } }: { plan: MovePlan }) {
  if (basis === undefined) return null;
  return (
    <section className="rows" aria-label="Why this version">
      <p>
        <CommitId commit={to.commit} /> {words[basis]}
      </p>
      {skipped.length > 0 && (
        <>
          <p>Newer versions that will not do:</p>
          <ul className="plain-list rows" aria-label="Versions that will not do, newest first">
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
