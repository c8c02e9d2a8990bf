import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The absolute path of a program on PATH, or undefined. */
export function findProgram(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  return undefined;
}

/**
 * `describe` where the program is on PATH, else a skipped block that says so. With SLUICE_CHECKS_REQUIRED=true, as in
 * CI, a missing program is a failure.
 */
export function describeWithProgram(name: string, title: string, block: (program: string) => void): void {
  const program = findProgram(name);
  if (program) {
    describe(title, () => block(program));
  } else if (process.env.SLUICE_CHECKS_REQUIRED === 'true') {
    describe(title, () => {
      test(`needs ${name}`, () => {
        throw new Error(
          `${name} is not on PATH, and SLUICE_CHECKS_REQUIRED=true says that nothing is skipped.`,
        );
      });
    });
  } else {
    describe.skip(`${title} (skipped: ${name} is not on PATH)`, () => {
      test.todo(`install ${name} to run this`);
    });
  }
}
