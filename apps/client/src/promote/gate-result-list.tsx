import type { GateResult } from '@sluice/contract';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { CommitId } from '../text/commit-id';
import { useReaderTimes } from '../text/reader-times';
import { UntrustedText } from '../text/untrusted-text';

/** What each rule says. */
export function GateResultList({ gateResults }: { gateResults: GateResult[] }) {
  return (
    <section aria-label="Gates">
      <ul className="plain-list rows verdicts">
        {gateResults.map((gateResult, at) => (
          <li key={at}>
            <StatusIndicator type={indicator(gateResult)}>
              <strong>{gateResult.label}:</strong> <Answer {...gateResult} />
            </StatusIndicator>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Answer({ ok, isOverridden, explanation, remedy, rejected }: GateResult) {
  const inReaderTimes = useReaderTimes();
  return (
    <>
      {isOverridden && '(overridden) '}
      <UntrustedText text={inReaderTimes(explanation)} />
      {!ok && remedy !== undefined && (
        <>
          {'. '}
          <UntrustedText text={remedy} />
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

function indicator({ ok, isOverridden }: GateResult) {
  if (isOverridden) return 'warning';
  return ok ? 'success' : 'error';
}
