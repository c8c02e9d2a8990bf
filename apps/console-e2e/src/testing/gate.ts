import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Holds servers back while it is closed: their deployments run until it opens. */
export class Gate {
  private readonly file: string;

  /** @param folder where the file lies whose presence is the open gate */
  constructor(folder: string) {
    this.file = join(folder, 'gate-is-open');
  }

  /** JavaScript that a server runs first; it listens only once the gate is open. */
  get prelude(): string {
    const file = JSON.stringify(this.file);
    const pause = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)';
    return `while (!require('node:fs').existsSync(${file})) ${pause};`;
  }

  open(): void {
    writeFileSync(this.file, '');
  }

  close(): void {
    rmSync(this.file, { force: true });
  }
}
