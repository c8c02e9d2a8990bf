import { useSyncExternalStore } from 'react';
import { useNow } from '../live/use-now';
import { exactTime, isoTime, relativeTime } from './relative-time';
import { timeZone } from './time-zone';
import { visibleText } from './visible-text';
import './text.css';

interface Props {
  /** ISO 8601 */
  at: string;
  /** Shows the exact time beside it, where that matters to everybody. */
  isExact?: boolean;
}

/** How long ago; the exact time shows when pointed at, and is read out: in the zone of the reader, and in UTC too when pointed at. */
export function Moment({ at, isExact }: Props) {
  const now = useNow();
  const isUtc = useSyncExternalStore(timeZone.follow, timeZone.get) === 'utc';
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return <span>{visibleText(at)}</span>;
  const exact = exactTime(moment, isUtc ? 'UTC' : undefined);
  if (isExact) {
    return (
      <time dateTime={isoTime(moment)} title={isoTime(moment)}>
        {relativeTime(moment, now)} <span className="muted">({exact})</span>
      </time>
    );
  }
  return (
    <time dateTime={isoTime(moment)} className="moment on-demand">
      {relativeTime(moment, now)}
      <span className="exact">
        {' '}
        ({exact})<span aria-hidden="true"> {isoTime(moment)}</span>
      </span>
    </time>
  );
}
