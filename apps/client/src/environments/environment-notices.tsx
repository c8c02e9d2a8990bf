import type { EnvironmentCard } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import { endOf } from '../live/run-status';
import { CommitId } from '../text/commit-id';
import { UntrustedText } from '../text/untrusted-text';
import { Moment } from '../text/moment';

/** What a person must know before moving anything here: a hold, a rejection, a lost event, another version live than on the tag. */
export function EnvironmentNotices({ environment }: { environment: EnvironmentCard }) {
  const { hold, rejection, live, run, awaitsRun, undeliveredSince, unreadable } = environment;
  const isDrifting = live && !live.isOnTag && !awaitsRun && run && endOf(run.status) !== undefined;
  return (
    <>
      {unreadable !== undefined && (
        <Alert type="warning" statusIconAriaLabel="Warning" header="This environment cannot be read">
          <UntrustedText text={unreadable} hasLines />
        </Alert>
      )}
      {hold && (
        <Alert type="info" statusIconAriaLabel="Info" header="On hold">
          <Told {...hold} />
        </Alert>
      )}
      {rejection && (
        <Alert type="warning" statusIconAriaLabel="Warning" header="This release is rejected">
          <Told {...rejection} />
        </Alert>
      )}
      {isDrifting && (
        <Alert
          type="warning"
          statusIconAriaLabel="Warning"
          header="The live version is not the version of the tag"
        >
          The pipeline last deployed <CommitId commit={live.commit} isLink />
          {live.subject !== undefined && (
            <>
              {': '}
              <UntrustedText text={live.subject} limit={120} />
            </>
          )}
        </Alert>
      )}
      {undeliveredSince !== undefined && (
        <Alert type="warning" statusIconAriaLabel="Warning" header="The pipeline has not started">
          The tag changed <Moment at={undeliveredSince} />, but no execution has started for that version. The
          event was lost. Redeploy this environment.
        </Alert>
      )}
    </>
  );
}

/** Who said it when, and why. */
export function Told({ reason, actor, since }: { reason?: string; actor?: string; since?: string }) {
  return (
    <>
      <p>{reason === undefined ? 'No reason given.' : <UntrustedText text={reason} hasLines />}</p>
      {(actor !== undefined || since !== undefined) && (
        <p className="muted">
          {actor !== undefined && (
            <>
              By <UntrustedText text={actor} limit={60} />{' '}
            </>
          )}
          {since !== undefined && <Moment at={since} />}
        </p>
      )}
    </>
  );
}
