import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file that takes what build tools print, so that a person reads it only when a step fails. It stays after the run. */
export class ToolLog {
  /** Absolute. */
  readonly path: string;

  constructor(name: string) {
    this.path = join(mkdtempSync(join(tmpdir(), `${name}-log-`)), `${name}.log`);
    this.write('');
  }

  write(text: string): void {
    appendFileSync(this.path, text);
  }

  /** The end of what was written, for a message. */
  tail(lines = 30): string {
    return readFileSync(this.path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }
}
