import { exactTime } from './relative-time';
import { useReaderZone } from './reader-zone';

const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** Sentences of the server tell times in UTC: here they are in the zone of the reader, as all others on the page. */
export function useReaderTimes(): (sentence: string) => string {
  const zone = useReaderZone();
  return (sentence) => sentence.replace(instant, (at) => exactTime(Date.parse(at), zone));
}
