import { outletTo, type Outlet } from './outlet';
import { printable, withoutLogCommands } from './printable';
import { fitted, screenWidth } from './screen';

/** Where a command's words go. With `json` or `document`, stdout carries one object or document and nothing else. */
export interface Printer {
  line(text: string): void;
  /** Lines that are made printable already and may be colored. */
  table(lines: string[]): void;
  /** The last line, which says what is now true, and the same as data. */
  done(text: string, data: unknown): void;
  failed(message: string, remedy: string): void;
  /** For --verbose: the underlying error. */
  detail(text: string): void;
  /** To be awaited before the process may end: resolves when all that was printed has left it. */
  flushed(): Promise<void>;
}

export interface PrinterOptions {
  json?: boolean;
  /** Another form than JSON for what is printed at the end. */
  document?: (data: unknown) => string;
  stdout?: Outlet;
  stderr?: Outlet;
  /** Columns that a line may have; those of the terminal when absent. */
  width?: number;
}

export function createPrinter({
  json = false,
  document,
  stdout = outletTo(process.stdout),
  stderr = outletTo(process.stderr),
  width,
}: PrinterOptions = {}): Printer {
  const isForPrograms = json || document !== undefined;
  const forPeople = isForPrograms ? stderr : stdout;
  const columns = width ?? screenWidth(isForPrograms ? process.stderr : process.stdout);
  // A line that begins again could be a command to the log of CI as well as the first one.
  const fit = (line: string, to: Outlet, room: number) =>
    fitted(line, room).forEach((part) => to.write(`${withoutLogCommands(part)}\n`));
  const say = (text: string) => fit(printable(text), forPeople, columns);
  return {
    line: say,
    table: (lines) => lines.forEach((line) => fit(line, forPeople, columns)),
    done: (text, data) => {
      say(text);
      if (document !== undefined) stdout.write(document(data));
      else if (json) stdout.write(`${printableJson(data)}\n`);
    },
    failed: (message, remedy) => {
      const room = width ?? screenWidth(process.stderr);
      for (const text of [message, remedy]) fit(printable(text), stderr, room);
    },
    detail: (text) => stderr.write(`${text.split('\n').map(printable).join('\n')}\n`),
    flushed: async () => void (await Promise.all([stdout.flushed(), stderr.flushed()])),
  };
}

/** The same data to every JSON reader: what is shown as a code point is an escape sequence of JSON, too. */
function printableJson(data: unknown): string {
  return JSON.stringify(data, null, 2).split('\n').map(printable).join('\n');
}
