/** `0:07`, `12:34`, `1:02:03`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600);
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

/** ` after 0:07`; nothing where it took no time that anybody could see. */
export function afterTime(ms: number): string {
  return Math.round(ms / 1000) < 1 ? '' : ` after ${duration(ms)}`;
}
