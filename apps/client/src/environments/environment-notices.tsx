import type { EnvironmentCard } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import { endOf } from '../live/run-status';
import { CommitId } from '../text/commit-id';
import { UntrustedText } from '../text/untrusted-text';
import { Moment } from '../text/moment';

/** What a person must know before moving anything here: a hold, a rejection, a lost event, another version live than on the tag. */
export function EnvironmentNotices({ environment }: { environment: EnvironmentCard }) {
  const { hold, rejection, live, run, awaitsRun, undeliveredSince } = environment;
  const isDrifting = live && !live.isOnTag && !awaitsRun && run && endOf(run.status) !== undefined;
  return (
    <>
      {hold && (
        <Alert type="info" statusIconAriaLabel="Info" header="Held: nothing moves it">
          <Told {...hold} />
        </Alert>
      )}
      {rejection && (
        <Alert type="warning" statusIconAriaLabel="Warning" header="This release was rejected">
          <Told {...rejection} />
        </Alert>
      )}
      {isDrifting && (
        <Alert type="warning" statusIconAriaLabel="Warning" header="Live is not what the tag names">
          The pipeline last brought up <CommitId commit={live.commit} isLink />
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
          The tag moved <Moment at={undeliveredSince} />, and no execution has started on that version. Its
          event was lost: redeploy.
        </Alert>
      )}
    </>
  );
}

/** Who said it when, and why. */
export function Told({ reason, actor, since }: { reason?: string; actor?: string; since?: string }) {
  return (
    <>
      <p>{reason === undefined ? 'No reason was given.' : <UntrustedText text={reason} hasLines />}</p>
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
