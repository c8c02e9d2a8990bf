import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Input from '@cloudscape-design/components/input';
import { useDeferredValue, useState } from 'react';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { useLive } from '../live/use-live';
import { ReleaseBadges } from '../releases/release-badges';
import { Placeholder } from '../shell/placeholder';
import { ProblemNotice } from '../shell/problem-notice';
import { RouteLink } from '../shell/route-link';
import { CommitId } from '../text/commit-id';
import { shortened } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';
import { Moment } from '../text/moment';
import './promote.css';

/** Ten releases that could be promoted, the newest first or those that a search finds. */
export function ChooseRelease({ name }: { name: string }) {
  const api = useApi();
  const [search, setSearch] = useState('');
  const sought = useDeferredValue(search.trim());
  const { releaseChanges } = useLive();
  const page = useResource(
    'choose',
    (signal) => api.releases({ search: sought, pageSize: 10 }, signal),
    `${sought} ${releaseChanges}`,
  );
  return (
    <Container>
      <div className="rows">
        <Input
          type="search"
          ariaLabel="Find releases"
          placeholder="Search by subject, commit or person"
          clearAriaLabel="Clear"
          value={search}
          onChange={({ detail }) => setSearch(detail.value)}
        />
        {page.problem && <ProblemNotice problem={page.problem} onRetry={page.reload} />}
        {!page.data && !page.problem && <Placeholder height="24rem" label="Loading" />}
        {page.data?.rows.length === 0 && (
          <Alert type="info" statusIconAriaLabel="Info">
            {sought ? 'No releases match your search.' : 'No releases published yet.'}
          </Alert>
        )}
        <ul className="plain-list choices" aria-label="Releases" aria-busy={page.isLoading}>
          {page.data?.rows.map((release) => (
            <li key={release.commit}>
              <RouteLink to={`/environments/${encodeURIComponent(name)}/promote?commit=${release.commit}`}>
                {visibleText(shortened(release.subject ?? 'No subject', 160))}
              </RouteLink>
              <span className="choice-facts">
                <CommitId commit={release.commit} />
                <Moment at={release.writtenAt} />
                <ReleaseBadges release={release} />
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Container>
  );
}
