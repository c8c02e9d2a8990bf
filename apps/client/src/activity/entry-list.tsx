import type { ActivityLogEntry } from '@sluice/contract';
import { useSession } from '../api/api-context';
import { RunResults } from '../live/run-results';
import { RouteLink } from '../shell/route-link';
import { CommitId } from '../text/commit-id';
import { Moment } from '../text/moment';
import { Person } from '../text/person';
import { useReaderZone } from '../text/reader-zone';
import { UntrustedText } from '../text/untrusted-text';
import { dayNames } from './days';
import { EntryKind, EntryPlaces, kindText } from './entry-title';

/** Entries below the days on which they happened, newest first. */
export function EntryList({ entries }: { entries: readonly ActivityLogEntry[] }) {
  const dayName = dayNames(useReaderZone());
  const days = new Map<string, ActivityLogEntry[]>();
  for (const entry of entries) {
    const day = dayName(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days].map(([day, some]) => (
    <section key={day} className="day">
      <h2>{day}</h2>
      <ol className="plain-list" aria-label={`Activity of ${day}, newest first`}>
        {some.map((entry) => (
          <li key={`${entry.app} ${entry.id}`}>
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
    </section>
  ));
}

function Entry({ entry }: { entry: ActivityLogEntry }) {
  const session = useSession();
  const { app, at, actor, commit, subject, reason, runs = [], kind } = entry;
  const isHere = session?.app === app;
  return (
    <article className="entry">
      <p className="entry-head">
        <EntryKind entry={entry} />
        <EntryPlaces entry={entry} hasApp={(session?.apps.length ?? 0) > 1} />
        {commit !== undefined && <CommitId commit={commit} isLink={isHere} />}
        {subject !== undefined && <UntrustedText text={subject} limit={120} />}
      </p>
      {reason !== undefined && (
        <p className="entry-reason muted">
          “<UntrustedText text={reason} limit={200} />”
        </p>
      )}
      <p className="entry-foot muted">
        <span>
          {actor !== undefined && (
            <>
              <Person text={actor} />,{' '}
            </>
          )}
          <Moment at={at} />
        </span>
        {kind !== 'failure' && <RunResults runs={runs} />}
        <EntryLink entry={entry} isHere={isHere} />
      </p>
    </article>
  );
}

/** Leads to the permanent address of the entry; that of another app is another page. */
function EntryLink({ entry, isHere }: { entry: ActivityLogEntry; isHere: boolean }) {
  const path = `/activity/${encodeURIComponent(entry.id)}`;
  const label = `Details: ${kindText(entry)}, ${[...entry.environments, entry.at].join(', ')}`;
  if (isHere) {
    return (
      <RouteLink to={path} ariaLabel={label}>
        Details
      </RouteLink>
    );
  }
  return (
    <a href={`/apps/${encodeURIComponent(entry.app)}${path}`} aria-label={label}>
      Details
    </a>
  );
}
