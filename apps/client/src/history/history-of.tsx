import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useState } from 'react';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { Placeholder } from '../shell/placeholder';
import { ProblemNotice } from '../shell/problem-notice';
import { TimeLine } from './time-line';

/** Versions that are asked for at first, and that the server gives at the most. */
const first = 20;
const most = 500;

interface Props {
  /** An environment. */
  name: string;
  /** Changes with the environment, so that the history is read again. */
  version: string;
  /** Of the tag; absent: no pipeline tells. */
  liveVersion?: string;
  /** Why this person may not roll back; absent: they may. */
  forbidden?: string;
}

/** Who put what there when, as far back as someone wants to look. */
export function HistoryOf({ name, version, ...marks }: Props) {
  const api = useApi();
  const [limit, setLimit] = useState(first);
  const history = useResource(name, (signal) => api.history(name, limit, signal), `${limit} ${version}`);
  const { data, problem, isLoading, reload } = history;
  return (
    <Container header={<Header variant="h2">History</Header>}>
      <div className="rows">
        {problem && <ProblemNotice problem={problem} onRetry={reload} />}
        {!data && !problem && <Placeholder height="30rem" label="Loading" />}
        {data?.activity.length === 0 && <p className="muted">Nothing has been deployed here yet.</p>}
        {data && !data.arePipelinesKnown && data.entries.length > 0 && (
          <Alert type="info" statusIconAriaLabel="Info">
            The results of these deployments are unknown.
          </Alert>
        )}
        {data && <TimeLine name={name} history={data} {...marks} />}
        {data?.isTruncated && limit < most && (
          <div>
            <Button
              loading={isLoading}
              loadingText="Loading"
              onClick={() => setLimit(Math.min(most, limit * 3))}
            >
              Show earlier versions
            </Button>
          </div>
        )}
        {data?.isTruncated && limit >= most && !isLoading && (
          <p className="muted">
            Showing the last {most} versions.{' '}
            <code className="commit">sluice history {name} --limit=1000</code> shows more.
          </p>
        )}
      </div>
    </Container>
  );
}
