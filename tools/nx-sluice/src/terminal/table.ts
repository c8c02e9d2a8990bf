import type { Styles } from './styles';
import { fitted, textWidth } from './screen';
import { printable } from './text';

/** A cell: its text and, on a terminal, how it looks. */
export interface Cell {
  text: string;
  style?: (text: string) => string;
}

export interface Column {
  /** Empty for a column that belongs to the one before it. */
  name: string;
  /**
   * When the screen is narrow, the columns with the largest number leave the line first, and stand below it. Those
   * without a number stay.
   */
  leaves?: number;
}

const gap = '  ';
const indent = '    ';

/**
 * Rows with their columns aligned, and nothing at the ends of the lines. Columns that are empty everywhere go. What the
 * screen has no room for stands below its row, so that no line is wider than the screen and nothing is left out.
 */
export function tableLines(columns: readonly Column[], rows: Cell[][], styles: Styles): string[] {
  const cells = rows.map((row) =>
    row.map(({ text, style }) => ({ text: printable(text.replaceAll('\n', ' ')), style })),
  );
  const widths = columns.map(({ name }, index) =>
    Math.max(textWidth(name), ...cells.map((row) => textWidth(row[index]?.text ?? ''))),
  );
  const present = [...columns.keys()].filter((index) => cells.some((row) => row[index]?.text));
  const onLine = columnsOnLine(columns, present, widths, styles.width);
  const below = present.filter((index) => !onLine.includes(index));
  const line = (row: Cell[]) =>
    onLine
      .map((index) => {
        const { text, style } = row[index] ?? { text: '' };
        return (style?.(text) ?? text) + ' '.repeat((widths[index] ?? 0) - textWidth(text));
      })
      .join(gap)
      .trimEnd();
  const rest = (row: Cell[]) =>
    below
      .filter((index) => row[index]?.text)
      .map((index) => {
        const { text, style } = row[index] ?? { text: '' };
        const name = columns[index]?.name ?? '';
        return `${name === '' ? '' : `${styles.dim(name)} `}${style?.(text) ?? text}`;
      })
      .join(' · ');
  const fit = (text: string) => (text.trim() === '' ? [] : fitted(text, styles.width));
  return [
    ...fit(line(columns.map(({ name }) => ({ text: name, style: styles.dim })))),
    ...cells.flatMap((row) => [...fit(line(row)), ...fit(indent + rest(row))]),
  ];
}

function columnsOnLine(
  columns: readonly Column[],
  present: readonly number[],
  widths: readonly number[],
  screen: number,
): readonly number[] {
  const leaving = present
    .filter((index) => columns[index]?.leaves !== undefined)
    .sort((a, b) => (columns[b]?.leaves ?? 0) - (columns[a]?.leaves ?? 0));
  let onLine = present;
  const total = () => onLine.reduce((sum, index) => sum + (widths[index] ?? 0) + gap.length, -gap.length);
  for (const index of leaving) {
    if (total() <= screen) break;
    onLine = onLine.filter((one) => one !== index);
  }
  return onLine;
}
