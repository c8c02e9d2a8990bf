import { readFile } from 'node:fs/promises';
import { ConfigurationError } from './configuration-error';

/**
 * Reads sluice.json; what it must hold is for libs/release to judge.
 *
 * @throws ConfigurationError when the file cannot be read or is no JSON
 */
export async function readSettingsFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ConfigurationError(
      `The settings file ${path} cannot be read (${code}).`,
      'Put sluice.json next to main.js, or set SLUICE_CONFIG to another file.',
      { cause: error },
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ConfigurationError(
      `The settings file ${path} is not valid JSON: ${(error as Error).message}.`,
      'Correct the file, or set SLUICE_CONFIG to another file.',
      { cause: error },
    );
  }
}
