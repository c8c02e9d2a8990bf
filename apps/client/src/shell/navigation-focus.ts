let shown: string | undefined;

/** Whether this place is another than the one shown before: the first one must not steal the focus from the page. */
export function hasNavigated(place: string): boolean {
  const before = shown;
  shown = place;
  return before !== undefined && before !== place;
}
