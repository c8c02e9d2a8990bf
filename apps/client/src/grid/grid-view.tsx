import type { Board, EnvironmentCard, ReleaseRow } from '@sluice/contract';
import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { useApi, useSession } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { useBoard } from '../live/use-live';
import { useReleaseChanges } from '../live/use-release-changes';
import { groupByContent, type ReleaseGroup } from '../releases/same-content';
import { SameReleases } from '../releases/same-releases';
import { Page } from '../shell/page';
import { Placeholder } from '../shell/placeholder';
import { ProblemNotice } from '../shell/problem-notice';
import { RouteLink } from '../shell/route-link';
import { CommitId } from '../text/commit-id';
import { Moment } from '../text/moment';
import { Person } from '../text/person';
import { shortened } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';
import { environmentPath } from '../shell/environment-path';
import './grid.css';
import { placeOf, texts, type Place } from './place';

/** Releases that are asked for at first, and the most that the server gives at once. */
const first = 20;
const most = 100;

/** `/grid`: a row for each release, newest first, and a column for each environment. */
export default function GridView() {
  const api = useApi();
  const board = useBoard();
  const releaseChanges = useReleaseChanges();
  const [pageSize, setPageSize] = useState(first);
  const { data, problem, isLoading, reload } = useResource(
    'grid',
    (signal) => api.releases({ pageSize }, signal),
    `${pageSize} ${releaseChanges}`,
  );
  return (
    <Page
      title="Releases by environment"
      description={
        <>
          Newest first.{' '}
          <RouteLink to="/" variant="primary">
            Show as a pipeline
          </RouteLink>
        </>
      }
    >
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!problem && (!data || !board) && <Placeholder height="40rem" label="Loading" />}
      {data && board && <Grid rows={data.rows} board={board} isLoading={isLoading} />}
      {data && data.matching > data.rows.length && pageSize < most && (
        <div>
          <Button loading={isLoading} loadingText="Loading" onClick={() => setPageSize(most)}>
            Show earlier releases
          </Button>
        </div>
      )}
      {data && pageSize >= most && data.matching > data.rows.length && (
        <p className="muted">
          Showing the newest {most}.{' '}
          <RouteLink to="/releases?page=6" variant="primary">
            See the list of releases
          </RouteLink>{' '}
          for earlier ones.
        </p>
      )}
    </Page>
  );
}

function Grid({ rows, board, isLoading }: { rows: ReleaseRow[]; board: Board; isLoading: boolean }) {
  const groups = groupByContent(rows);
  if (groups.length === 0) return <p className="muted">No releases published yet.</p>;
  return (
    // Wide grids scroll by themselves; the page does not.
    <div className="grid-frame" role="region" aria-label="Grid" tabIndex={0}>
      {/* The roles are said again, because on narrow screens the cells are no table to CSS. */}
      <table className="release-grid" role="table" aria-label="Releases by environment" aria-busy={isLoading}>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              Release
            </th>
            {board.environments.map(({ name }) => (
              <th key={name} scope="col" role="columnheader">
                <RouteLink to={environmentPath(name)}>{name}</RouteLink>
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {groups.map((group) => (
            <tr key={group.commit} role="row">
              <th scope="row" role="rowheader">
                <Release group={group} />
              </th>
              {board.environments.map((environment) => (
                <td key={environment.name} role="cell" data-environment={environment.name}>
                  <Cell group={group} environment={environment} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Release({ group }: { group: ReleaseGroup }) {
  const { commit, subject, actor, writtenAt, rejection, others } = group;
  return (
    <div className="grid-release">
      <span className="grid-subject">
        <bdi>{visibleText(shortened(subject ?? 'No subject', 80))}</bdi>
      </span>
      <span className="grid-facts">
        <CommitId commit={commit} isLink /> <Moment at={writtenAt} />
        {actor !== undefined && (
          <span className="muted">
            by <Person text={actor} />
          </span>
        )}
      </span>
      {rejection && (
        <span className="grid-rejection">
          Rejected{rejection.reason !== undefined && `: ${visibleText(shortened(rejection.reason, 100))}`}
        </span>
      )}
      <SameReleases others={others} />
    </div>
  );
}

function Cell({ group, environment }: { group: ReleaseGroup; environment: EnvironmentCard }) {
  const session = useSession();
  const { name, waiting } = environment;
  const place = placeOf(group, environment);
  const mayMove = !session || session.mayMove.includes(name);
  const isNext = waiting?.commit === group.commit;
  return (
    <span className="grid-cell">
      {place && <Mark place={place} />}
      {isNext && mayMove && (
        <RouteLink
          to={`${environmentPath(name)}/promote?commit=${group.commit}`}
          ariaLabel={`Promote next to ${name}`}
        >
          Promote next
        </RouteLink>
      )}
    </span>
  );
}

function Mark({ place }: { place: Place }) {
  return (
    <span className={`mark ${place}`}>
      <span aria-hidden="true" className="dot" />
      {texts[place]}
    </span>
  );
}
