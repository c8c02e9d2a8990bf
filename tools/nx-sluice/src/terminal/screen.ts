import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';

/** Where the size of a terminal cannot be told, as on some that only record what comes. */
const columnsInDoubt = 80;

/** What stands further right than this cannot be told from the text below it. */
const deepestIndent = 20;

/**
 * How many columns a line may have: as many as the terminal, 80 where it does not say, and any number in a file or a
 * pipe, where whatever reads it goes by lines.
 */
export function screenWidth(stream: { isTTY?: boolean; columns?: number }): number {
  if (stream.isTTY !== true) return Infinity;
  return stream.columns !== undefined && stream.columns > 0 ? stream.columns : columnsInDoubt;
}

/** Columns that a text takes: two for each character of East Asia and each emoji, none for what combines or colors. */
export function textWidth(text: string): number {
  return stringWidth(text);
}

/**
 * A line as lines that the screen has room for: broken between words, within a word only where it is longer than a
 * line, and indented two columns further than it was. An address stays whole, so that it can be copied and clicked.
 * Letters with separate accents come out as one code point each where a line is broken.
 * @param width columns; `Infinity` leaves the line as it is.
 */
export function fitted(line: string, width: number): string[] {
  if (width === Infinity || textWidth(line) <= width) return [line];
  const spaces = /^ */.exec(line)?.[0].length ?? 0;
  const indent = Math.min(spaces, deepestIndent, Math.max(0, width - 20));
  const below = ' '.repeat(indent + 2);
  const hasAddress = /\bhttps?:\/\/\S/.test(line);
  const [first = '', ...rest] = wrapAnsi(line.slice(spaces), width - below.length, {
    hard: !hasAddress,
  }).split('\n');
  return [' '.repeat(indent) + first, ...rest.map((text) => below + text)];
}
