import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseJsonWithComments,
  parseSettings,
  resolveApps,
  resolveSettings,
  type Settings,
  type SettingsSources,
  SluiceError,
} from '@sluice/release';

const fileName = 'sluice.json';

// Both files are short, and read at once: each step of reading them otherwise waits behind what Nx has left to do.

/**
 * The apps of the workspace, in the order of sluice.json; at least one.
 * @throws SluiceError `invalid-configuration` when sluice.json is missing, is no JSON, or says something impossible.
 */
export async function readApps(
  root: string,
  env: SettingsSources['env'],
  options: SettingsSources['options'],
): Promise<Settings[]> {
  return resolveApps({
    file: readFileOf(root),
    env,
    options,
    defaultBase: readDefaultBase(root),
  });
}

/** The same for a workspace with one app. @throws SluiceError `app-not-named` where there are several, too. */
export async function readSettings(
  root: string,
  env: SettingsSources['env'],
  options: SettingsSources['options'],
): Promise<Settings> {
  return resolveSettings({
    file: readFileOf(root),
    env,
    options,
    defaultBase: readDefaultBase(root),
  });
}

function readFileOf(root: string): unknown {
  let text: string;
  try {
    text = readFileSync(join(root, fileName), 'utf8');
  } catch (cause) {
    throw new SluiceError(
      'invalid-configuration',
      `Cannot read ${fileName} in the root of this workspace.`,
      'Create it; see "Configure a project" in the README.',
      { cause },
    );
  }
  return parseSettings(text, fileName, 'run the command again');
}

/** What Nx itself compares with; what is wrong in nx.json, Nx says. */
function readDefaultBase(root: string): string | undefined {
  try {
    const { defaultBase, affected } = parseJsonWithComments(readFileSync(join(root, 'nx.json'), 'utf8')) as {
      defaultBase?: unknown;
      affected?: { defaultBase?: unknown };
    };
    const base = defaultBase ?? affected?.defaultBase;
    return typeof base === 'string' ? base : undefined;
  } catch {
    return undefined;
  }
}
