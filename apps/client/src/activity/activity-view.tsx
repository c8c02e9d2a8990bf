import type { ActivityLog } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { useLive } from '../live/use-live';
import { Page } from '../shell/page';
import { Placeholder } from '../shell/placeholder';
import { ProblemNotice } from '../shell/problem-notice';
import { useAnnounce } from '../shell/use-announce';
import { Moment } from '../text/moment';
import { useReaderZone } from '../text/reader-zone';
import { UntrustedText } from '../text/untrusted-text';
import './activity.css';
import { ActivityFilters } from './activity-filters';
import { queryFor, readFilter, writeFilter, type ActivityFilter } from './activity-query';
import { EntryList } from './entry-list';

/** `/activity`: what happened in all environments, filtered by what the address says. */
export default function ActivityView() {
  const api = useApi();
  const [address, setAddress] = useSearchParams();
  const filter = readFilter(address);
  const query = queryFor(filter, useReaderZone() === 'UTC');
  const subject = JSON.stringify(query);
  const [{ of, pages }, setShown] = useState({ of: subject, pages: 1 });
  // Another filter begins with its first page.
  const pagesShown = of === subject ? pages : 1;
  const version = useVersion();
  const { data, problem, isLoading, reload } = useResource(
    subject,
    (signal) => readPages((after) => api.activity({ ...query, after }, signal), pagesShown),
    `${pagesShown} ${version}`,
  );
  useAnnounce(data && !isLoading && !problem ? subject : undefined, data ? found(data) : '');
  const show = (change: Partial<ActivityFilter>) =>
    setAddress((before) => writeFilter({ ...readFilter(before), ...change }), {
      replace: 'person' in change,
    });
  return (
    <Page
      title="Activity"
      description="What happened in all environments: who changed what, when and why."
      actions={
        <div className="actions">
          {(['csv', 'json'] as const).map((format) => (
            <Button key={format} href={api.activityExport({ ...query, format })} download iconName="download">
              {format.toUpperCase()}
            </Button>
          ))}
        </div>
      }
    >
      <ActivityFilters filter={filter} onChange={show} />
      {data?.warnings.map((warning) => (
        <Alert key={warning} type="warning" statusIconAriaLabel="Warning">
          <UntrustedText text={warning} hasLines />
        </Alert>
      ))}
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && !problem && <Placeholder height="40rem" label="Loading" />}
      {data && (
        <Container>
          <div className="rows" aria-busy={isLoading}>
            {data.entries.length === 0 && data.next === undefined && <p className="muted">{found(data)}</p>}
            <EntryList entries={data.entries} />
            {data.next !== undefined && data.searchedTo !== undefined && (
              <p className="further">
                <Button
                  loading={isLoading}
                  loadingText="Loading"
                  onClick={() => setShown({ of: subject, pages: pagesShown + 1 })}
                >
                  Show earlier
                </Button>{' '}
                <span className="muted">
                  Searched back to <Moment at={data.searchedTo} isExact />
                </span>
              </p>
            )}
          </div>
        </Container>
      )}
    </Page>
  );
}

/** Changes with what the board tells, so that the list is read again. */
function useVersion(): string {
  const { board, releaseChanges } = useLive();
  const states = board?.environments.map(({ current, hold, run }) => [
    current?.versionId,
    hold?.since,
    run?.executionId,
    run?.status,
  ]);
  return JSON.stringify([states, releaseChanges]);
}

/** The first so many pages as one; the server remembers those that were read before. */
async function readPages(
  read: (after?: string) => Promise<ActivityLog>,
  count: number,
): Promise<ActivityLog> {
  let all = await read();
  for (let page = 1; page < count && all.next !== undefined; page += 1) {
    const more = await read(all.next);
    all = {
      ...more,
      entries: [...all.entries, ...more.entries],
      warnings: [...new Set([...all.warnings, ...more.warnings])],
    };
  }
  return all;
}

function found({ entries, next }: ActivityLog): string {
  if (entries.length === 0) return next === undefined ? 'Nothing found.' : 'Nothing found so far.';
  return `${entries.length.toLocaleString('en')} ${entries.length === 1 ? 'entry' : 'entries'}`;
}
