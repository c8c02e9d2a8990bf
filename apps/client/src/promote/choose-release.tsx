import type { EnvironmentCard } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Input from '@cloudscape-design/components/input';
import { useDeferredValue, useState } from 'react';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { useNavigate } from 'react-router';
import { useEnvironment } from '../live/use-live';
import { useReleaseChanges } from '../live/use-release-changes';
import { groupByContent, type ReleaseGroup } from '../releases/same-content';
import { SameReleases } from '../releases/same-releases';
import { ReleaseBadges } from '../releases/release-badges';
import { Placeholder } from '../shell/placeholder';
import { ProblemNotice } from '../shell/problem-notice';
import { CommitId } from '../text/commit-id';
import { shortened } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';
import { Moment } from '../text/moment';
import { environmentPath } from '../shell/environment-path';
import './promote.css';

/** Ten releases that could be promoted: the newest first, which is chosen already, or those that a search finds. */
export function ChooseRelease({ name }: { name: string }) {
  const api = useApi();
  const navigate = useNavigate();
  const current = useEnvironment(name)?.current;
  const [search, setSearch] = useState('');
  const [wanted, setWanted] = useState<string>();
  const sought = useDeferredValue(search.trim());
  const releaseChanges = useReleaseChanges();
  const page = useResource(
    'choose',
    (signal) => api.releases({ search: sought, pageSize: 10 }, signal),
    `${sought} ${releaseChanges}`,
  );
  const groups = groupByContent(page.data?.rows ?? []);
  const newest = groups.find((one) => whyNot(one, current) === undefined)?.commit;
  const chosen = groups.some(({ commit }) => commit === wanted) ? wanted : newest;
  return (
    <Container>
      <form
        className="rows"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen) void navigate(`${environmentPath(name)}/promote?commit=${chosen}`);
        }}
      >
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
          {groups.map((group) => (
            <li key={group.commit}>
              <label>
                <input
                  type="radio"
                  name="release"
                  checked={group.commit === chosen}
                  onChange={() => setWanted(group.commit)}
                />
                <bdi>{visibleText(shortened(group.subject ?? 'No subject', 160))}</bdi>
              </label>
              <span className="choice-facts">
                <CommitId commit={group.commit} isLink />
                <Moment at={group.writtenAt} />
                {whyNot(group, current) === 'current' && (
                  <span className="muted">{name} has this content</span>
                )}
                <ReleaseBadges release={group} />
                <SameReleases others={group.others} />
              </span>
            </li>
          ))}
        </ul>
        {groups.length > 0 && (
          <div>
            <Button variant="primary" formAction="submit" disabled={!chosen}>
              Review the plan
            </Button>
          </div>
        )}
      </form>
    </Container>
  );
}

/** Why a release is not the one that is chosen already. */
function whyNot(
  { commit, digest, rejection }: ReleaseGroup,
  current: EnvironmentCard['current'],
): 'rejected' | 'current' | undefined {
  if (rejection) return 'rejected';
  const isCurrent = commit === current?.commit || (digest !== undefined && digest === current?.digest);
  return isCurrent ? 'current' : undefined;
}
