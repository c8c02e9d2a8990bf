import { readFile } from 'node:fs/promises';
import { parseSettings } from '@sluice/release';
import { ConfigurationError } from './configuration-error';

/**
 * Reads sluice.json; what it must contain, libs/release checks.
 *
 * @throws ConfigurationError when the file cannot be read
 * @throws SluiceError `invalid-configuration` when it is not JSON, or has a key twice
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
  return parseSettings(text, `The settings file ${path}`, 'start the server again');
}
