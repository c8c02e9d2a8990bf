import type { Activity } from '@sluice/contract';
import { CommitId } from '../text/commit-id';
import { listing } from '../text/count';
import { UntrustedText } from '../text/untrusted-text';
import { Moment } from '../text/moment';
import { RunLink } from '../text/run-link';
import { By, Reason } from './said';

/** What was done without moving the tag: a hold, a redeploy, a rejection. */
export function OtherActivity({ activity }: { activity: Activity }) {
  const { at, actor, reason, run } = activity;
  return (
    <div className="version">
      <span>
        <What activity={activity} /> <Moment at={at} />
        <By actor={actor} />
      </span>
      <Reason text={reason} />
      <RunLink run={run} />
    </div>
  );
}

function What({ activity: { kind, commit, environments = [], object } }: { activity: Activity }) {
  const release = <CommitId commit={commit} isLink />;
  switch (kind) {
    case 'hold':
      return <strong>Held</strong>;
    case 'unhold':
      return <strong>Hold removed</strong>;
    case 'redeploy':
      return (
        <>
          <strong>
            Redeployed <UntrustedText text={listing(environments)} limit={100} />
          </strong>{' '}
          {release}
        </>
      );
    case 'reject':
      return (
        <>
          <strong>Rejected</strong> {release}
        </>
      );
    case 'undo-reject':
      return (
        <>
          <strong>Rejection undone</strong> {release}
        </>
      );
    case 'removal':
      return <strong>{object === 'hold' ? 'Hold' : 'Tag'} deleted manually</strong>;
    default:
      return (
        <>
          <strong>Moved to</strong> {release}
        </>
      );
  }
}
