import type { ActivityLogEntry } from '@sluice/contract';
import Container from '@cloudscape-design/components/container';
import { useParams } from 'react-router';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { RunResults } from '../live/run-results';
import { Page } from '../shell/page';
import { Placeholder } from '../shell/placeholder';
import { ProblemNotice } from '../shell/problem-notice';
import { RouteLink } from '../shell/route-link';
import { CommitId } from '../text/commit-id';
import { listing } from '../text/count';
import { Fact } from '../text/fact';
import { Moment } from '../text/moment';
import { Person } from '../text/person';
import { ComparePage, CommitPage } from '../text/repository-links';
import { RunLink } from '../text/run-link';
import { UntrustedText } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';
import './activity.css';
import { EntryKind, EntryPlaces, kindText } from './entry-title';

/** `/activity/:id`: the permanent address of one entry. */
export default function EntryView() {
  const { id = '' } = useParams();
  const api = useApi();
  const { data, problem, reload } = useResource(id, (signal) => api.activityEntry(id, signal));
  const isGone = problem?.code === 'not-found';
  return (
    <Page title={data ? titleOf(data) : 'Activity'} heading={data && <UntrustedText text={titleOf(data)} />}>
      {problem && <ProblemNotice problem={problem} onRetry={isGone ? undefined : reload} />}
      {!data && !problem && <Placeholder height="20rem" label="Loading" />}
      {data && <EntryFacts entry={data} />}
      <p>
        <RouteLink to="/activity" variant="primary">
          All activity
        </RouteLink>
      </p>
    </Page>
  );
}

function titleOf(entry: ActivityLogEntry): string {
  const where = entry.environments.length === 0 ? '' : `: ${listing(entry.environments)}`;
  return visibleText(`${kindText(entry)}${where}`);
}

function EntryFacts({ entry }: { entry: ActivityLogEntry }) {
  const { at, actor, reason, commit, from, subject, run, runs = [], tag, id } = entry;
  return (
    <Container>
      <dl className="entry-facts">
        <Fact name="What">
          <EntryKind entry={entry} />
        </Fact>
        <Fact name="Where">
          <EntryPlaces entry={entry} />
          {entry.environments.length === 0 && 'It was in no environment'}
        </Fact>
        <Fact name="When">
          <Moment at={at} isExact />
        </Fact>
        <Fact name="Who">
          {actor === undefined ? <span className="muted">Unknown</span> : <Person text={actor} isFull />}
        </Fact>
        <Fact name={entry.kind === 'failure' ? 'What failed' : 'Why'}>
          {reason === undefined ? (
            <span className="muted">{entry.kind === 'failure' ? 'Unknown' : 'No reason given'}</span>
          ) : (
            <UntrustedText text={reason} limit={1_000} hasLines />
          )}
        </Fact>
        {commit !== undefined && (
          <Fact name="Release">
            <CommitId commit={commit} isLink /> {subject !== undefined && <UntrustedText text={subject} />}{' '}
            <CommitPage commit={commit} />
          </Fact>
        )}
        {from !== undefined && (
          <Fact name="Before">
            <CommitId commit={from} isLink />{' '}
            {commit !== undefined && commit !== from && (
              <RouteLink to={`/compare?${new URLSearchParams({ from, to: commit }).toString()}`}>
                Changes
              </RouteLink>
            )}{' '}
            <ComparePage from={from} to={commit} />
          </Fact>
        )}
        {runs.length > 0 && (
          <Fact name="Pipeline">
            <RunResults runs={runs} />
          </Fact>
        )}
        {run !== undefined && (
          <Fact name="Run">
            <RunLink run={run} />
          </Fact>
        )}
        {tag !== undefined && <Fact name="Tag">{visibleText(tag)}</Fact>}
        <Fact name="Record">
          <code className="commit">{visibleText(id)}</code>
        </Fact>
      </dl>
    </Container>
  );
}
