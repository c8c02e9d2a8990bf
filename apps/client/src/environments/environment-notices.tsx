import type { EnvironmentCard } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import { UntrustedText } from '../text/untrusted-text';
import { Person } from '../text/person';
import { Moment } from '../text/moment';

/** What a person must know before moving anything here: a hold, a rejection, a lost event. */
export function EnvironmentNotices({ environment }: { environment: EnvironmentCard }) {
  const { hold, rejection, undeliveredSince, unreadable } = environment;
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
              By <Person text={actor} />{' '}
            </>
          )}
          {since !== undefined && <Moment at={since} />}
        </p>
      )}
    </>
  );
}
