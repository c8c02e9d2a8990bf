/**
 * The name that was most likely meant, if any is near enough to be worth saying. It serves environments, tags, apps and
 * revisions as well, which yargs' recommendCommands does not know, and swapped letters count as one edit.
 */
export function closest(typed: string, names: string[]): string | undefined {
  const ranked = names
    .map((name) => ({ name, edits: edits(typed.toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits);
  const [best] = ranked;
  return best !== undefined && best.edits <= Math.max(2, Math.floor(typed.length / 3))
    ? best.name
    : undefined;
}

/** The same as the beginning of a remedy: a question, and a space behind it; empty where none is near enough. */
export function didYouMean(typed: string, names: string[]): string {
  const meant = closest(typed, names);
  return meant === undefined ? '' : `Did you mean "${meant}"? `;
}

/** How many single letters must be put in, taken out, replaced or swapped with their neighbor. */
function edits(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= from.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const ways = [
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (isSame ? 0 : 1),
      ];
      if (isSwapped) ways.push(at(row - 2, column - 2) + 1);
      rows[row]?.push(Math.min(...ways));
    }
  }
  return at(from.length, to.length);
}
