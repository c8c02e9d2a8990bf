import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { ReleaseRow } from '@sluice/console-api';
import { lazy, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import { useApi, useSession } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { Told } from '../environments/environment-notices';
import { useBoard, useLive } from '../live/use-live';
import { Placeholder } from '../shell/placeholder';
import { Page } from '../shell/page';
import { ProblemNotice } from '../shell/problem-notice';
import { RouteButton } from '../shell/route-link';
import { byteSize } from '../text/byte-size';
import { ForeignText } from '../text/foreign-text';
import { Moment } from '../text/moment';
import { RunLink } from '../text/run-link';
import { shortId } from '../text/short-id';
import { visibleText } from '../text/visible-text';
import { ReleaseBadges } from './release-badges';
import { whyNoRejection } from './rejecting';
import './releases.css';

const RejectDialog = lazy(() => import('./reject-dialog'));

/** `/releases/:commit`: one archive, where it is, and where it can go. */
export default function ReleaseView() {
  const { commit = '' } = useParams();
  const api = useApi();
  const session = useSession();
  const { releaseChanges } = useLive();
  const release = useResource(commit, (signal) => api.release(commit, signal), releaseChanges);
  const [isAsking, setAsking] = useState(false);
  const { data, problem, reload } = release;
  const isRejected = data?.rejection !== undefined;
  const forbidden = whyNoRejection(session);
  return (
    <Page
      title={`Release ${visibleText(shortId(commit))}`}
      heading={data?.subject === undefined ? undefined : <ForeignText text={data.subject} limit={160} />}
      actions={
        <Button
          disabled={!data || forbidden !== undefined}
          disabledReason={forbidden}
          onClick={() => setAsking(true)}
        >
          {isRejected ? 'Take the rejection back' : 'Reject'}
        </Button>
      }
    >
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && !problem && <Placeholder height="20rem" label="Loading" />}
      {data && <Facts release={data} />}
      {data && <Ways commit={data.commit} isRejected={isRejected} />}
      <Suspense>
        {isAsking && data && (
          <RejectDialog
            commit={data.commit}
            isUndoing={isRejected}
            onDone={reload}
            onClose={() => setAsking(false)}
          />
        )}
      </Suspense>
    </Page>
  );
}

function Facts({ release }: { release: ReleaseRow }) {
  const { commit, digest, committedAt, writtenAt, actor, size, run, rejection } = release;
  return (
    <>
      {rejection && (
        <Alert type="warning" statusIconAriaLabel="Warning" header="This release was rejected">
          <Told {...rejection} />
        </Alert>
      )}
      <Container header={<Header variant="h2">Archive</Header>}>
        <dl className="facts">
          <Fact name="Commit">
            <code className="commit">{visibleText(commit)}</code>
          </Fact>
          <Fact name="Where">
            <ReleaseBadges release={release} />
            {release.environments.length + release.been.length === 0 && 'Nowhere yet'}
          </Fact>
          <Fact name="Published">
            <Moment at={writtenAt} />
            {actor !== undefined && (
              <>
                {' by '}
                <ForeignText text={actor} limit={60} />
              </>
            )}
          </Fact>
          {committedAt !== undefined && (
            <Fact name="Committed">
              <Moment at={committedAt} />
            </Fact>
          )}
          <Fact name="Size">{byteSize(size)}</Fact>
          {run !== undefined && (
            <Fact name="Built by">
              <RunLink run={run} />
            </Fact>
          )}
          {digest !== undefined && (
            <Fact name="Digest of the content">
              <code className="commit">{visibleText(digest)}</code>
            </Fact>
          )}
        </dl>
      </Container>
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Ways({ commit, isRejected }: { commit: string; isRejected: boolean }) {
  const environments = useBoard()?.environments ?? [];
  const session = useSession();
  return (
    <Container header={<Header variant="h2">Where it can go</Header>}>
      <ul className="plain-list rows">
        {environments.map(({ name, current }) => {
          const isThere = current?.commit === commit;
          const reason = isRejected
            ? 'It was rejected.'
            : session && !session.mayMove.includes(name)
              ? `You are not among those who may move ${name}.`
              : undefined;
          return (
            <li key={name} className="actions way">
              <strong>{name}</strong>
              {isThere ? (
                <span className="muted">It is there now</span>
              ) : (
                <>
                  <RouteButton
                    to={`/environments/${encodeURIComponent(name)}/promote?commit=${commit}`}
                    disabled={reason !== undefined}
                    disabledReason={reason}
                    ariaLabel={`Promote to ${name}`}
                  >
                    Promote
                  </RouteButton>
                  <RouteButton
                    to={`/compare?${new URLSearchParams({ from: name, to: commit }).toString()}`}
                    ariaLabel={`Compare with ${name}`}
                  >
                    Compare
                  </RouteButton>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </Container>
  );
}
