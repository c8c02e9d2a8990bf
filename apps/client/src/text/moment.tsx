import { useNow } from '../live/use-now';
import { exactTime, relativeTime } from './relative-time';
import { visibleText } from './visible-text';
import './text.css';

interface Props {
  /** ISO 8601 */
  at: string;
  /** Shows the exact time beside it, where that matters to everybody. */
  isExact?: boolean;
}

/** How long ago; the exact time in UTC shows when pointed at, and is read out. */
export function Moment({ at, isExact }: Props) {
  const now = useNow();
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return <span>{visibleText(at)}</span>;
  const dateTime = new Date(moment).toISOString();
  if (isExact) {
    return (
      <time dateTime={dateTime}>
        {relativeTime(moment, now)} <span className="muted">({exactTime(moment)})</span>
      </time>
    );
  }
  return (
    <time dateTime={dateTime} className="moment">
      {relativeTime(moment, now)}
      <span className="exact"> ({exactTime(moment)})</span>
    </time>
  );
}
