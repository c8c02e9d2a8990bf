import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useApi, useSession } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { Behind } from '../environments/behind';
import { EnvironmentActions } from '../environments/environment-actions';
import { EnvironmentNotices } from '../environments/environment-notices';
import { PipelineState } from '../environments/pipeline-state';
import { useLive } from '../live/use-live';
import { Placeholder } from '../shell/placeholder';
import { Page } from '../shell/page';
import { ProblemNotice } from '../shell/problem-notice';
import { RouteLink } from '../shell/route-link';
import { listing } from '../text/count';
import { TimeLine } from './time-line';

/** Versions that are asked for at first, and that the server gives at the most. */
const first = 20;
const most = 500;

/** `/environments/:name`: how it stands, and who put what there when. */
export default function EnvironmentView() {
  const { name = '' } = useParams();
  const { board } = useLive();
  const session = useSession();
  const environment = board?.environments.find((one) => one.name === name);
  if (board && !environment) {
    return (
      <Page title={`There is no environment ${name}`}>
        <p>
          There are {listing(board.environments.map((one) => one.name))}; see the{' '}
          <RouteLink to="/">environments</RouteLink>.
        </p>
      </Page>
    );
  }
  return (
    <Page
      title={name}
      description={environment && describe(environment)}
      actions={
        board &&
        environment && <EnvironmentActions environment={environment} board={board} session={session} />
      }
    >
      {environment ? (
        <>
          <Container>
            <div className="rows">
              <Behind environment={environment} />
              <PipelineState environment={environment} />
              <EnvironmentNotices environment={environment} />
            </div>
          </Container>
          <HistoryOf
            key={name}
            name={name}
            version={JSON.stringify([environment.current?.versionId, environment.run])}
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
    sharesTagWith.length > 0 && `as ${listing(sharesTagWith)} ${sharesTagWith.length === 1 ? 'does' : 'do'}`,
    requires.length > 0 && `takes only what ran well in ${listing(requires)}`,
    confirm && 'asks for its name before it moves',
  ]
    .filter(Boolean)
    .join('; ');
}

function HistoryOf({ name, version }: { name: string; version: string }) {
  const api = useApi();
  const [limit, setLimit] = useState(first);
  const history = useResource(name, (signal) => api.history(name, limit, signal), `${limit} ${version}`);
  const { data, problem, isLoading, reload } = history;
  return (
    <Container header={<Header variant="h2">History</Header>}>
      <div className="rows">
        {problem && <ProblemNotice problem={problem} onRetry={reload} />}
        {!data && !problem && <Placeholder height="30rem" label="Loading" />}
        {data?.entries.length === 0 && <p className="muted">Nothing was ever promoted here.</p>}
        {data && !data.arePipelinesKnown && data.entries.length > 0 && (
          <Alert type="info" statusIconAriaLabel="Info">
            No pipeline tells how these ended.
          </Alert>
        )}
        {data && <TimeLine name={name} entries={data.entries} />}
        {data?.isTruncated && limit < most && (
          <div>
            <Button
              loading={isLoading}
              loadingText="Loading"
              onClick={() => setLimit(Math.min(most, limit * 3))}
            >
              Show earlier ones
            </Button>
          </div>
        )}
      </div>
    </Container>
  );
}
