import { isUserFacingError } from '@sluice/release';
import { exitCodeOf } from 'nx-sluice';

/** Runs a program; what goes wrong is told in one sentence, with another on what to do. */
export function runMain(main: () => Promise<number>): void {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      if (isUserFacingError(error)) console.error(`${error.message}\n${error.remedy}`);
      else console.error(error);
      process.exitCode = isUserFacingError(error) ? exitCodeOf(error) : 1;
    },
  );
}
