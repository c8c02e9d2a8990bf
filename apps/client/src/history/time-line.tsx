import type { Activity, History, HistoryEntry } from '@sluice/contract';
import Badge from '@cloudscape-design/components/badge';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { runIndication } from '../live/run-status';
import { RouteLink } from '../shell/route-link';
import { CommitId } from '../text/commit-id';
import { UntrustedText, shortened } from '../text/untrusted-text';
import { Moment } from '../text/moment';
import { RunLink } from '../text/run-link';
import { visibleText } from '../text/visible-text';
import { WebLink } from '../text/web-link';
import { OtherActivity } from './other-activity';
import { By, Reason } from './said';
import './time-line.css';

/** The versions of a tag, and what else was done between them; newest first. */
export function TimeLine({ name, history }: { name: string; history: History }) {
  const { activity } = history;
  const entries = new Map(history.entries.map((entry) => [entry.versionId, entry]));
  if (activity.length === 0) return null;
  return (
    <ol className="time-line" aria-label={`History of ${name}, newest first`}>
      {activity.map((one, at) => {
        const entry = isOfTag(one) ? entries.get(one.versionId) : undefined;
        return (
          <li key={activity.length - at} className={entry?.isCurrent ? 'current' : undefined}>
            {entry === undefined ? (
              <OtherActivity activity={one} />
            ) : entry.by === 'removed' ? (
              <Removal entry={entry} />
            ) : (
              <Version entry={entry} />
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** Whether a version of the tag tells more of it. */
function isOfTag({ kind, object }: Activity): boolean {
  return ['move', 'rollback', 'hand-copy'].includes(kind) || (kind === 'removal' && object === 'tag');
}

function Removal({ entry: { writtenAt, isCurrent } }: { entry: HistoryEntry }) {
  return (
    <p>
      <StatusIndicator type="stopped">Tag deleted manually</StatusIndicator> <Moment at={writtenAt} />
      {isCurrent && '. It has had no content since.'}
    </p>
  );
}

function Version({ entry }: { entry: HistoryEntry }) {
  const { commit, subject, writtenAt, actor, reason, run, runs, by, isCurrent, previous, operation } = entry;
  return (
    <div className="rows version">
      <p className="version-head">
        <strong>{subject === undefined ? 'No subject' : <UntrustedText text={subject} limit={160} />}</strong>
        {isCurrent && <Badge color="green">now</Badge>}
        {operation === 'rollback' && <Badge color="severity-medium">rolled back</Badge>}
        {by === 'hand' && <Badge color="severity-medium">copied manually</Badge>}
      </p>
      <p>
        <CommitId commit={commit} isLink /> <Moment at={writtenAt} isExact />
        <By actor={actor} />
      </p>
      <Reason text={reason} />
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
            ariaLabel={`Changes in ${visibleText(shortened(subject ?? commit, 80))}`}
          >
            Changes
          </RouteLink>
        )}
        <RunLink run={run} />
      </p>
    </div>
  );
}
