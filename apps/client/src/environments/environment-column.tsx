import type { Board, EnvironmentCard, Session } from '@sluice/contract';
import Badge from '@cloudscape-design/components/badge';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { RouteLink } from '../shell/route-link';
import { CommitId } from '../text/commit-id';
import { UntrustedText } from '../text/untrusted-text';
import { Moment } from '../text/moment';
import { RunLink } from '../text/run-link';
import { Behind } from './behind';
import { EnvironmentActions } from './environment-actions';
import { EnvironmentNotices } from './environment-notices';
import { PipelineState } from './pipeline-state';

interface Props {
  environment: EnvironmentCard;
  board: Board;
  session?: Session;
}

export function EnvironmentColumn({ environment, board, session }: Props) {
  const { name, tag, current } = environment;
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2" actions={<Badge>{tag}.zip</Badge>}>
          <RouteLink to={`/environments/${encodeURIComponent(name)}`} fontSize="heading-m">
            {name}
          </RouteLink>
        </Header>
      }
      footer={<EnvironmentActions environment={environment} board={board} session={session} />}
    >
      <div className="rows column-rows">
        {current ? (
          <WhatIsThere current={current} contentOf={environment.contentOf} />
        ) : (
          <Nothing name={name} />
        )}
        <Behind environment={environment} />
        <PipelineState environment={environment} />
        <EnvironmentNotices environment={environment} />
      </div>
    </Container>
  );
}

function WhatIsThere({
  current,
  contentOf,
}: {
  current: NonNullable<EnvironmentCard['current']>;
  contentOf?: string;
}) {
  const { commit, subject, author, actor, writtenAt, reason, run } = current;
  return (
    <div className="rows what">
      <p className="subject">
        {subject === undefined ? (
          <span className="muted">No subject</span>
        ) : (
          <UntrustedText text={subject} limit={160} />
        )}
      </p>
      <p>
        <CommitId commit={commit} isLink />
        {author !== undefined && <Who did="by" name={author} />} <br />
        <span className="muted">since</span> <Moment at={writtenAt} />
        {actor !== undefined && (
          <>
            <span className="muted">,</span>
            <Who did="moved by" name={actor} />
          </>
        )}
      </p>
      {contentOf !== undefined && (
        <p>
          <span className="muted">Same content as the newest release,</span>{' '}
          <CommitId commit={contentOf} isLink />
        </p>
      )}
      {reason !== undefined && (
        <p className="muted">
          “<UntrustedText text={reason} limit={120} />”
        </p>
      )}
      <RunLink run={run} />
    </div>
  );
}

function Who({ did, name }: { did: string; name: string }) {
  return (
    <>
      {' '}
      <span className="muted">{did}</span> <UntrustedText text={name} limit={40} />
    </>
  );
}

function Nothing({ name }: { name: string }) {
  return (
    <p className="muted">Nothing has been promoted to {name} yet. Promote a release to deploy it here.</p>
  );
}
