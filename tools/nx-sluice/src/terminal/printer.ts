import { printable } from './words';

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
}

export interface PrinterOptions {
  json?: boolean;
  stdout?: (text: string) => void;
  stderr?: (text: string) => void;
}

export function createPrinter({
  json = false,
  stdout = (text) => process.stdout.write(text),
  stderr = (text) => process.stderr.write(text),
}: PrinterOptions = {}): Printer {
  const say = (text: string) => (json ? stderr : stdout)(`${printable(text)}\n`);
  return {
    line: say,
    table: (lines) => lines.forEach((line) => (json ? stderr : stdout)(`${line}\n`)),
    done: (text, data) => {
      say(text);
      if (json) stdout(`${JSON.stringify(data, null, 2)}\n`);
    },
    failed: (message, remedy) => stderr(`${printable(message)}\n${printable(remedy)}\n`),
    detail: (text) => stderr(`${text}\n`),
  };
}
