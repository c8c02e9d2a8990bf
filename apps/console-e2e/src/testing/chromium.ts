import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

// The shell is the same engine without windows, and takes a third less time.
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** The browser that CHROMIUM names, or else the first on the PATH. */
export const chromium = process.env.CHROMIUM || findOnPath();

const skipped = 'skipped: no chromium on the PATH, and CHROMIUM names none';

/** A `describe` that is skipped, and says why, on a machine without a browser. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (chromium === undefined) {
    // Jest names no skipped test unless it is asked to.
    process.stderr.write(`${name}: ${skipped}.\n`);
    describe.skip(`${name} (${skipped})`, tests);
  } else {
    describe(name, tests);
  }
}

function findOnPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
