import { SluiceError } from '../errors';
import { plainJson } from './plain-json';
import { repeatedKey } from './repeated-key';

/**
 * The JSON of a sluice.json, with comments where it has some; what it must contain, `resolveApps` checks.
 * @param where how messages name the file
 * @param retry what to do once it is correct, such as `run the command again`
 * @throws SluiceError `invalid-configuration` when it is not JSON, or has a key twice.
 */
export function parseSettings(text: string, where: string, retry: string): unknown {
  const plain = plainJson(text);
  let file: unknown;
  try {
    file = JSON.parse(plain);
  } catch (cause) {
    throw new SluiceError(
      'invalid-configuration',
      `${where} is not valid JSON: ${(cause as Error).message}.`,
      `Correct it, then ${retry}.`,
      { cause },
    );
  }
  const twice = repeatedKey(plain);
  if (twice === undefined) return file;
  throw new SluiceError(
    'invalid-configuration',
    `${where} has "${twice}" twice.`,
    `Rename or remove one of them, then ${retry}.`,
  );
}
