import type { Board, EnvironmentCard, Session } from '@sluice/contract';
import Badge from '@cloudscape-design/components/badge';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { RouteLink } from '../shell/route-link';
import { WebLink } from '../text/web-link';
import { environmentPath } from '../shell/environment-path';
import { Arrow } from './arrow';
import { EnvironmentActions } from './environment-actions';
import { EnvironmentNotices } from './environment-notices';
import { ArrivingRelease, LiveRelease } from './live-release';
import { PipelineState } from './pipeline-state';

interface Props {
  environment: EnvironmentCard;
  board: Board;
  session?: Session;
}

/** The way into an environment, and what runs there. */
export function EnvironmentColumn({ environment, board, session }: Props) {
  const { name, tag, url } = environment;
  return (
    <>
      <Arrow environment={environment} board={board} session={session} />
      <Container
        fitHeight
        header={
          <Header
            variant="h2"
            actions={
              <span className="column-head">
                {url !== undefined && <WebLink href={url}>Open</WebLink>}
                <Badge>{tag}.zip</Badge>
              </span>
            }
          >
            <RouteLink to={environmentPath(name)} fontSize="heading-m">
              {name}
            </RouteLink>
          </Header>
        }
        footer={<EnvironmentActions environment={environment} session={session} />}
      >
        <div className={environment.run ? 'rows column-rows' : 'rows column-rows short'}>
          <LiveRelease environment={environment} />
          <PipelineState environment={environment} />
          <ArrivingRelease environment={environment} />
          <EnvironmentNotices environment={environment} />
        </div>
      </Container>
    </>
  );
}
