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
  /** Changes with the environment, so that the history is read anew. */
  version: string;
}

/** Who put what there when, as far back as somebody wants to look. */
export function HistoryOf({ name, version }: Props) {
  const api = useApi();
  const [limit, setLimit] = useState(first);
  const history = useResource(name, (signal) => api.history(name, limit, signal), `${limit} ${version}`);
  const { data, problem, isLoading, reload } = history;
  return (
    <Container header={<Header variant="h2">History</Header>}>
      <div className="rows">
        {problem && <ProblemNotice problem={problem} onRetry={reload} />}
        {!data && !problem && <Placeholder height="30rem" label="Loading" />}
        {data?.activity.length === 0 && <p className="muted">Nothing was ever promoted here.</p>}
        {data && !data.arePipelinesKnown && data.entries.length > 0 && (
          <Alert type="info" statusIconAriaLabel="Info">
            No pipeline tells how these ended.
          </Alert>
        )}
        {data && <TimeLine name={name} history={data} />}
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
        {data?.isTruncated && limit >= most && !isLoading && (
          <p className="muted">
            These are the last {most}. <code className="commit">sluice history {name} --limit=1000</code>{' '}
            lists more.
          </p>
        )}
      </div>
    </Container>
  );
}
