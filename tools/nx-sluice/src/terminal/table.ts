import { stripVTControlCharacters } from 'node:util';
import { printable } from './words';

/** A cell: its text and, on a terminal, how it looks. */
export interface Cell {
  text: string;
  look?: (text: string) => string;
}

const gap = '  ';

/** Rows with their columns aligned, and nothing at the ends of the lines. Columns that are empty everywhere go. */
export function tableLines(
  header: string[],
  rows: Cell[][],
  lookOfHeader: (text: string) => string,
): string[] {
  const cells = [header.map((text): Cell => ({ text, look: lookOfHeader })), ...rows].map((row) =>
    row.map(({ text, look }) => ({ text: printable(text.replaceAll('\n', ' ')), look })),
  );
  const kept = header.map((_, column) => rows.some((row) => (row[column]?.text ?? '') !== ''));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => width(row[column]?.text ?? ''))));
  return cells.map((row) => {
    const columns = row.flatMap(({ text, look }, column) =>
      kept[column] ? [(look?.(text) ?? text) + ' '.repeat((widths[column] ?? 0) - width(text))] : [],
    );
    return columns.join(gap).trimEnd();
  });
}

/** Long text gives way to the rest of its line. */
export function shortened(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}

function width(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
