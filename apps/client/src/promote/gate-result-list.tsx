import type { Verdict } from '@sluice/contract';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { CommitId } from '../text/commit-id';
import { ForeignText } from '../text/untrusted-text';
import { ruleNames } from './move-kind';

/** What each rule says. */
export function VerdictList({ verdicts }: { verdicts: Verdict[] }) {
  return (
    <section aria-label="Rules">
      <ul className="plain-list rows verdicts">
        {verdicts.map((verdict, at) => (
          <li key={at}>
            <StatusIndicator type={indicator(verdict)}>
              <strong>{ruleNames[verdict.rule] ?? verdict.rule}:</strong> <Answer {...verdict} />
            </StatusIndicator>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Answer({ ok, isOverridden, explanation, remedy, rejected }: Verdict) {
  return (
    <>
      {isOverridden && '(overridden) '}
      <ForeignText text={explanation} />
      {!ok && remedy !== undefined && (
        <>
          {'. '}
          <ForeignText text={remedy} />
          {rejected !== undefined && (
            <>
              {' See '}
              <CommitId commit={rejected} isLink />
            </>
          )}
        </>
      )}
    </>
  );
}

function indicator({ ok, isOverridden }: Verdict) {
  if (isOverridden) return 'warning';
  return ok ? 'success' : 'error';
}
