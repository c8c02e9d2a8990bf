import type { EnvironmentCard } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { CommitId } from '../text/commit-id';
import { Moment } from '../text/moment';
import { Person } from '../text/person';
import { UntrustedText } from '../text/untrusted-text';
import { CommitPage } from '../text/repository-links';
import { RunLink } from '../text/run-link';
import { deploymentOf, type Arrival, type LiveVersion } from './deployment';

/** What is live, as the headline; below it the version of the tag, where that is another one. */
export function LiveRelease({ environment }: { environment: EnvironmentCard }) {
  const { name, current, contentOf } = environment;
  const { live, arrival } = deploymentOf(environment);
  if (!current) {
    return <p className="muted">Nothing has been deployed to {name} yet.</p>;
  }
  return (
    <>
      {live ? (
        <Headline live={live} environment={environment} isOnTag={arrival === undefined} />
      ) : (
        <p className="subject">
          <StatusIndicator type="stopped">Nothing is live</StatusIndicator>
        </p>
      )}
      {contentOf !== undefined && arrival === undefined && (
        <p>
          <span className="muted">Same content as the newest release,</span>{' '}
          <CommitId commit={contentOf} isLink />
        </p>
      )}
      {(arrival === 'failed' || arrival === 'absent') && (
        <NotLive arrival={arrival} environment={environment} live={live} />
      )}
    </>
  );
}

/** What the tag has and is not live yet, or never will be. It stands below what does not change, so that nothing moves. */
export function ArrivingRelease({ environment }: { environment: EnvironmentCard }) {
  const { arrival } = deploymentOf(environment);
  if (arrival === undefined || arrival === 'failed' || arrival === 'absent') return null;
  return (
    <p className="arriving">
      <span className="muted">{sayings[arrival]}</span> <OnTag current={environment.current} />
    </p>
  );
}

function Headline({
  live: { commit, subject, author, actor, since, isAssumed },
  environment: { name, current },
  isOnTag,
}: {
  live: LiveVersion;
  environment: EnvironmentCard;
  isOnTag: boolean;
}) {
  return (
    <section className="rows what" aria-label={`Live in ${name}`}>
      <p>
        <StatusIndicator type={isAssumed ? 'pending' : 'success'}>
          {isAssumed ? 'On the tag' : 'Live'}
        </StatusIndicator>{' '}
        {since !== undefined && (
          <>
            <span className="muted">{isAssumed ? 'since' : 'deployed'}</span> <Moment at={since} />
          </>
        )}
      </p>
      <p className="subject">
        {subject === undefined ? (
          <span className="muted">No subject</span>
        ) : (
          <UntrustedText text={subject} limit={160} />
        )}
      </p>
      <p className="facts-line">
        <CommitId commit={commit} isLink />
        {author !== undefined && (
          <span>
            <span className="muted">by</span> <Person text={author} />
          </span>
        )}
        {actor !== undefined && (
          <span>
            <span className="muted">deployed by</span> <Person text={actor} />
          </span>
        )}
        <CommitPage commit={commit} />
        {isOnTag && <RunLink run={current?.run} />}
      </p>
      {isOnTag && current?.reason !== undefined && (
        <p className="muted">
          “<UntrustedText text={current.reason} limit={120} />”
        </p>
      )}
    </section>
  );
}

const sayings: Record<Exclude<Arrival, 'failed' | 'absent'>, string> = {
  starting: 'Next:',
  running: 'Deploying:',
  stopped: 'Not deployed, because its run was stopped:',
  superseded: 'Not deployed, because a newer one superseded it:',
};

/** The deployment of what the tag has came to nothing. */
function NotLive({
  arrival,
  environment: { name, current, stages },
  live,
}: {
  arrival: 'failed' | 'absent';
  environment: EnvironmentCard;
  live?: LiveVersion;
}) {
  if (arrival === 'absent') {
    return (
      <Alert
        type="warning"
        statusIconAriaLabel="Warning"
        header="The live version is not the version of the tag"
      >
        The tag has <OnTag current={current} />
      </Alert>
    );
  }
  const stage = stages.find(({ status }) => status === 'failed')?.name;
  return (
    <Alert
      type="error"
      statusIconAriaLabel="Error"
      header={`Deployment failed${stage ? ` in ${stage}` : ''}`}
    >
      <p>
        <OnTag current={current} />
      </p>
      <p>
        {live ? `${name} still runs the release above.` : `Nothing is live in ${name}.`} The tag has the
        failed one.
      </p>
    </Alert>
  );
}

function OnTag({ current }: Pick<EnvironmentCard, 'current'>) {
  const { commit, subject = 'No subject', actor } = current ?? {};
  return (
    <>
      <CommitId commit={commit} isLink /> <UntrustedText text={subject} limit={120} />
      {actor !== undefined && (
        <>
          {' '}
          <span className="muted">started by</span> <Person text={actor} />
        </>
      )}
    </>
  );
}
