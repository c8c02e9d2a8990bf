import { outletTo, type Outlet } from './outlet';
import { printable, withoutLogCommands } from './printable';

/** Where a command's words go. With `json`, stdout carries one object and nothing else. */
export interface Printer {
  line(text: string): void;
  /** Lines that are made printable already and may be coloured. */
  table(lines: string[]): void;
  /** The last line, which says what is now true, and the same as data. */
  done(text: string, data: unknown): void;
  failed(message: string, remedy: string): void;
  /** For --verbose: what lies behind a failure. */
  detail(text: string): void;
  /** To be awaited before the process may end: resolves when all that was printed has left it. */
  flushed(): Promise<void>;
}

export interface PrinterOptions {
  json?: boolean;
  stdout?: Outlet;
  stderr?: Outlet;
}

export function createPrinter({
  json = false,
  stdout = outletTo(process.stdout),
  stderr = outletTo(process.stderr),
}: PrinterOptions = {}): Printer {
  const forPeople = json ? stderr : stdout;
  const say = (text: string) => forPeople.write(`${printable(text)}\n`);
  return {
    line: say,
    table: (lines) => lines.forEach((line) => forPeople.write(`${withoutLogCommands(line)}\n`)),
    done: (text, data) => {
      say(text);
      if (json) stdout.write(`${printableJson(data)}\n`);
    },
    failed: (message, remedy) => stderr.write(`${printable(message)}\n${printable(remedy)}\n`),
    detail: (text) => stderr.write(`${text.split('\n').map(printable).join('\n')}\n`),
    flushed: async () => void (await Promise.all([stdout.flushed(), stderr.flushed()])),
  };
}

/** The same data to every JSON reader: what is shown as a code point is an escape sequence of JSON, too. */
function printableJson(data: unknown): string {
  return JSON.stringify(data, null, 2).split('\n').map(printable).join('\n');
}
