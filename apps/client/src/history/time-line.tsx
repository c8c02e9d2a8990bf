import Badge from '@cloudscape-design/components/badge';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { HistoryEntry } from '@sluice/release';
import { runIndication } from '../live/run-status';
import { RouteLink } from '../shell/route-link';
import { CommitId } from '../text/commit-id';
import { ForeignText, shortened } from '../text/foreign-text';
import { Moment } from '../text/moment';
import { RunLink } from '../text/run-link';
import { visibleText } from '../text/visible-text';
import { WebLink } from '../text/web-link';
import './time-line.css';

/** Newest first. */
export function TimeLine({ name, entries }: { name: string; entries: HistoryEntry[] }) {
  if (entries.length === 0) return null;
  return (
    <ol className="time-line" aria-label={`History of ${name}, newest first`}>
      {entries.map((entry, at) => (
        <li key={entry.versionId ?? at} className={entry.isCurrent ? 'current' : undefined}>
          {entry.by === 'removed' ? <Removal entry={entry} /> : <Version entry={entry} />}
        </li>
      ))}
    </ol>
  );
}

function Removal({ entry: { writtenAt, isCurrent } }: { entry: HistoryEntry }) {
  return (
    <p>
      <StatusIndicator type="stopped">The tag was deleted by hand</StatusIndicator> <Moment at={writtenAt} />
      {isCurrent && '. Nothing is on it since.'}
    </p>
  );
}

function Version({ entry }: { entry: HistoryEntry }) {
  const { commit, subject, writtenAt, actor, reason, run, runs, by, isCurrent, previous } = entry;
  return (
    <div className="rows version">
      <p className="version-head">
        <strong>
          {subject === undefined ? 'No subject is known' : <ForeignText text={subject} limit={160} />}
        </strong>
        {isCurrent && <Badge color="green">now</Badge>}
        {by === 'hand' && <Badge color="severity-medium">copied by hand</Badge>}
      </p>
      <p>
        <CommitId commit={commit} isLink /> <Moment at={writtenAt} isExact />
        {actor !== undefined && (
          <>
            {' by '}
            <ForeignText text={actor} limit={60} />
          </>
        )}
      </p>
      {reason !== undefined && (
        <p>
          “<ForeignText text={reason} limit={300} hasLines />”
        </p>
      )}
      <p className="version-foot">
        {runs.map(({ environment, executionId, status, url }) => {
          const { type, text } = runIndication(status);
          return (
            <StatusIndicator key={executionId} type={type}>
              <WebLink href={url}>{environment}</WebLink> {text.toLowerCase()}
            </StatusIndicator>
          );
        })}
        {previous !== undefined && commit !== undefined && previous !== commit && (
          <RouteLink
            to={`/compare?${new URLSearchParams({ from: previous, to: commit }).toString()}`}
            ariaLabel={`What changed with ${visibleText(shortened(subject ?? commit, 80))}`}
          >
            What changed
          </RouteLink>
        )}
        <RunLink run={run} />
      </p>
    </div>
  );
}
