import { useNow } from '../live/use-now';
import { exactTime, relativeTime } from './relative-time';
import { visibleText } from './visible-text';
import './text.css';

/** How long ago; the exact time in UTC shows when pointed at or focused, and is read out. @param at ISO 8601 */
export function Moment({ at }: { at: string }) {
  const now = useNow();
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return <span>{visibleText(at)}</span>;
  return (
    <time dateTime={new Date(moment).toISOString()} className="moment" tabIndex={0}>
      {relativeTime(moment, now)}
      <span className="exact"> ({exactTime(moment)})</span>
    </time>
  );
}
