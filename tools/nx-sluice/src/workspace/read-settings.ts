import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveSettings, UsageError, type Settings, type SettingsSources } from '@sluice/release';

const fileName = 'sluice.json';

/** @throws UsageError when sluice.json is missing, is no JSON, or says something impossible. */
export async function readSettings(
  root: string,
  env: SettingsSources['env'],
  options: SettingsSources['options'],
): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(join(root, fileName), 'utf8');
  } catch (cause) {
    throw new UsageError(
      `There is no readable ${fileName} at the root of this workspace.`,
      'Create it; docs and an example are in the README under "Configuration".',
      { cause },
    );
  }
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(
      `${fileName} is not valid JSON: ${(cause as Error).message}.`,
      'Correct it, then run the same command again.',
      { cause },
    );
  }
  return resolveSettings({ file, env, options });
}
