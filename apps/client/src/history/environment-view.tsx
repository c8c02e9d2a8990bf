import Container from '@cloudscape-design/components/container';
import { useParams } from 'react-router';
import { useSession } from '../api/api-context';
import { Behind } from '../environments/behind';
import { EnvironmentActions } from '../environments/environment-actions';
import { EnvironmentNotices } from '../environments/environment-notices';
import { ArrivingRelease, LiveRelease } from '../environments/live-release';
import { NoSuchEnvironment } from '../environments/no-such-environment';
import { PipelineState } from '../environments/pipeline-state';
import { useLive } from '../live/use-live';
import { DeploymentLog } from '../logs/deployment-log';
import { Placeholder } from '../shell/placeholder';
import { Page } from '../shell/page';
import { listing } from '../text/count';
import { visibleText } from '../text/visible-text';
import { WebLink } from '../text/web-link';
import { HistoryOf } from './history-of';

/** `/environments/:name`: how it stands, and who put what there when. */
export default function EnvironmentView() {
  const { name = '' } = useParams();
  const { board } = useLive();
  const session = useSession();
  const environment = board?.environments.find((one) => one.name === name);
  if (board && !environment) return <NoSuchEnvironment name={name} />;
  return (
    <Page
      title={visibleText(name)}
      description={
        environment && (
          <>
            {describe(environment)}
            {environment.url !== undefined && (
              <>
                {'. '}
                <WebLink href={environment.url} isInText>
                  Open {name}
                </WebLink>
              </>
            )}
          </>
        )
      }
      actions={environment && <EnvironmentActions environment={environment} session={session} />}
    >
      {environment ? (
        <>
          <Container>
            <div className="rows">
              <LiveRelease environment={environment} />
              <Behind environment={environment} />
              <PipelineState environment={environment} />
              <ArrivingRelease environment={environment} />
              <EnvironmentNotices environment={environment} />
            </div>
          </Container>
          {environment.run && <DeploymentLog key={`log of ${name}`} environment={environment} />}
          <HistoryOf
            key={name}
            name={name}
            liveVersion={environment.live?.versionId}
            forbidden={
              session && !session.mayMove.includes(name)
                ? `You do not have permission to change ${name}.`
                : undefined
            }
            version={JSON.stringify([
              environment.current?.versionId,
              environment.run,
              environment.hold,
              environment.rejection,
            ])}
          />
        </>
      ) : (
        <>
          <Placeholder height="10rem" label="Loading" />
          <Placeholder height="30rem" />
        </>
      )}
    </Page>
  );
}

function describe({ tag, sharesTagWith, requires, confirm }: Parameters<typeof Behind>[0]['environment']) {
  return [
    `Watches ${tag}.zip`,
    sharesTagWith.length > 0 && `shared with ${listing(sharesTagWith)}`,
    requires.length > 0 && `requires a successful deployment to ${listing(requires)}`,
    confirm && 'requires confirmation by name',
  ]
    .filter(Boolean)
    .join('; ');
}
