let shown: string | undefined;

/** Whether this path is another than the one shown before: the first one must not steal the focus from the page. */
export function hasNavigated(path: string): boolean {
  const before = shown;
  shown = path;
  return before !== undefined && before !== path;
}
