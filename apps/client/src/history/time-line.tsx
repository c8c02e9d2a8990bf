import type { Activity, History, HistoryEntry } from '@sluice/contract';
import Badge from '@cloudscape-design/components/badge';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { RunResults } from '../live/run-results';
import type { ReactNode } from 'react';
import { RouteButton, RouteLink } from '../shell/route-link';
import { CommitId } from '../text/commit-id';
import { UntrustedText, shortened } from '../text/untrusted-text';
import { Moment } from '../text/moment';
import { RunLink } from '../text/run-link';
import { shortId } from '../text/short-id';
import { visibleText } from '../text/visible-text';
import { environmentPath } from '../shell/environment-path';
import { OtherActivity } from './other-activity';
import { By, Reason } from './said';
import './time-line.css';

interface Props {
  /** Of the environment. */
  name: string;
  history: History;
  /** The version of the tag that the pipeline deployed last; absent: no pipeline tells. */
  liveVersion?: string;
  /** Why this person may not roll back; absent: they may. */
  forbidden?: string;
}

/** The versions of a tag, and what else was done between them; newest first. */
export function TimeLine({ name, history, liveVersion, forbidden }: Props) {
  const { activity } = history;
  const entries = new Map(history.entries.map((entry) => [entry.versionId, entry]));
  const current = history.entries.find(({ isCurrent }) => isCurrent);
  if (activity.length === 0) return null;
  return (
    <ol className="time-line" aria-label={`History of ${name}, newest first`}>
      {activity.map((one, at) => {
        const entry = isOfTag(one) ? entries.get(one.versionId) : undefined;
        const isLive = entry && (liveVersion ? entry.versionId === liveVersion : entry.isCurrent);
        return (
          <li
            key={activity.length - at}
            className={isLive ? 'live' : hasFailed(entry) ? 'failed' : undefined}
          >
            {entry === undefined ? (
              <OtherActivity activity={one} />
            ) : entry.by === 'removed' ? (
              <Removal entry={entry} />
            ) : (
              <Version entry={entry} isLive={isLive}>
                {isEarlier(entry, current) && (
                  <RouteButton
                    to={`${environmentPath(name)}/rollback?commit=${entry.commit}`}
                    variant="inline-link"
                    disabled={forbidden !== undefined}
                    disabledReason={forbidden}
                    ariaLabel={`Roll back to ${visibleText(shortened(entry.subject ?? 'No subject', 80))}, ${shortId(entry.commit ?? '')}`}
                  >
                    Roll back to this
                  </RouteButton>
                )}
              </Version>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function hasFailed(entry: HistoryEntry | undefined): boolean {
  return entry?.runs.some(({ status }) => status === 'Failed') ?? false;
}

/** Whether a rollback can go there: other content than there is now, and nothing that is known to have failed. */
function isEarlier(entry: HistoryEntry, current: HistoryEntry | undefined): boolean {
  const { commit, digest, runs } = entry;
  if (entry === current || commit === undefined || digest === undefined) return false;
  return (
    digest !== current?.digest && (runs.length === 0 || runs.some(({ status }) => status === 'Succeeded'))
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

function Version({
  entry,
  isLive = false,
  children,
}: {
  entry: HistoryEntry;
  isLive?: boolean;
  children: ReactNode;
}) {
  const { commit, subject, writtenAt, actor, reason, run, runs, by, isCurrent, previous, operation } = entry;
  return (
    <div className="version">
      <strong>{subject === undefined ? 'No subject' : <UntrustedText text={subject} limit={100} />}</strong>
      {isLive && <Badge color="green">live</Badge>}
      {isCurrent && !isLive && <Badge color="grey">on the tag, not live</Badge>}
      {operation === 'rollback' && <Badge color="severity-medium">rolled back</Badge>}
      {by === 'hand' && <Badge color="severity-medium">copied manually</Badge>}
      <CommitId commit={commit} isLink />
      <span>
        <Moment at={writtenAt} />
        <By actor={actor} />
      </span>
      <RunResults runs={runs} />
      {previous !== undefined && commit !== undefined && previous !== commit && (
        <RouteLink
          to={`/compare?${new URLSearchParams({ from: previous, to: commit }).toString()}`}
          ariaLabel={`Changes in ${visibleText(shortened(subject ?? commit, 80))}`}
        >
          Changes
        </RouteLink>
      )}
      <RunLink run={run} />
      {children}
      <Reason text={reason} />
    </div>
  );
}
