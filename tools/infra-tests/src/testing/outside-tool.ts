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

/** Whether the absence of a program is a failure: SLUICE_CHECKS_REQUIRED=true, or its name in SLUICE_REQUIRED_PROGRAMS. */
function isRequired(name: string): boolean {
  const { SLUICE_CHECKS_REQUIRED: all, SLUICE_REQUIRED_PROGRAMS: some = '' } = process.env;
  return all === 'true' || some.split(',').includes(name);
}

/**
 * `describe` where all of the programs are on PATH, else a skipped block that says so; where one of the missing is
 * required, as in CI, it is a failure.
 *
 * @param names `root` stands for running as root
 */
export function describeWithPrograms(
  names: string[],
  title: string,
  block: (programs: string[]) => void,
): void {
  const isRoot = process.getuid?.() === 0;
  const programs = names.map((name) => (name === 'root' ? (isRoot ? name : undefined) : findProgram(name)));
  const missing = names.filter((_, at) => programs[at] === undefined);
  if (missing.length === 0) {
    describe(title, () => block(programs as string[]));
  } else if (names.some(isRequired)) {
    describe(title, () => {
      test(`needs ${missing.join(' and ')}`, () => {
        throw new Error(`${missing.join(' and ')} is not here, and the environment says that it must be.`);
      });
    });
  } else {
    describe.skip(`${title} (skipped: ${missing.join(' and ')} is not here)`, () => {
      test.todo(`install ${missing.join(' and ')} to run this`);
    });
  }
}

/** The same for one program. */
export function describeWithProgram(name: string, title: string, block: (program: string) => void): void {
  describeWithPrograms([name], title, ([program = '']) => block(program));
}
