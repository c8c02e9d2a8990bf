import { inspect } from 'node:util';
import { isUserFacingError } from '@sluice/release';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-code';
import type { Printer } from './printer';
import { remedyHere } from './remedy-here';

/** How it ended. Nx reads `success` only; the `sluice` command ends with `exitCode`. */
export interface CommandResult {
  success: boolean;
  exitCode: ExitCode;
}

/** Runs an executor's work; a failure becomes one sentence on what is wrong and one on what to do. */
export async function runCommand(
  printer: Printer,
  isVerbose: boolean,
  work: () => Promise<void>,
): Promise<CommandResult> {
  try {
    await work();
    return { success: true, exitCode: exitCodes.done };
  } catch (error) {
    if (isUserFacingError(error)) {
      printer.failed(error.message, remedyHere(error));
    } else {
      const message = error instanceof Error ? error.message : String(error);
      printer.failed(`Internal error: ${message}`, 'Please report it with the output of --verbose.');
    }
    if (isVerbose) printer.detail(withoutSecrets(inspect(error, { depth: 4 })));
    const exitCode = isUserFacingError(error) ? exitCodeOf(error) : exitCodes.failed;
    return { success: false, exitCode };
  } finally {
    await printer.flushed();
  }
}

/** SDK errors carry the request that failed, and with it what signed it. */
function withoutSecrets(text: string): string {
  return text
    .replace(/(Signature=|Credential=|X-Amz-Security-Token=)[^\s,'"&]+/gi, '$1…')
    .replace(
      /(authorization|x-amz-security-token|secretAccessKey|sessionToken)('?"?\s*[:=]\s*)(['"]?)[^'",\n]+/gi,
      '$1$2$3…',
    );
}
