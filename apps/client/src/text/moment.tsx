import { relativeTime } from './relative-time';
import { visibleText } from './visible-text';

interface Props {
  /** ISO 8601. */
  at: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** How long ago, with the exact time in UTC as its title. */
export function Moment({ at, now }: Props) {
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return <span>{visibleText(at)}</span>;
  const iso = new Date(moment).toISOString();
  return (
    <time dateTime={iso} title={`${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`}>
      {relativeTime(moment, now)}
    </time>
  );
}
