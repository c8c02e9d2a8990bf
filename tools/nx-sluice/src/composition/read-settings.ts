import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  repeatedKey,
  resolveApps,
  resolveSettings,
  type Settings,
  type SettingsSources,
  SluiceError,
} from '@sluice/release';
import { parseLikeNx } from './parse-like-nx';

const fileName = 'sluice.json';

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
    file: await readFileOf(root),
    env,
    options,
    defaultBase: await readDefaultBase(root),
  });
}

/** The same for a workspace with one app. @throws SluiceError `app-not-named` where there are several, too. */
export async function readSettings(
  root: string,
  env: SettingsSources['env'],
  options: SettingsSources['options'],
): Promise<Settings> {
  return resolveSettings({
    file: await readFileOf(root),
    env,
    options,
    defaultBase: await readDefaultBase(root),
  });
}

async function readFileOf(root: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(join(root, fileName), 'utf8');
  } catch (cause) {
    throw new SluiceError(
      'invalid-configuration',
      `Cannot read ${fileName} in the root of this workspace.`,
      'Create it; see "Configure a project" in the README.',
      { cause },
    );
  }
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw new SluiceError(
      'invalid-configuration',
      `${fileName} is not valid JSON: ${(cause as Error).message}.`,
      'Correct it, then run the command again.',
      { cause },
    );
  }
  const twice = repeatedKey(text);
  if (twice === undefined) return file;
  throw new SluiceError(
    'invalid-configuration',
    `${fileName} has "${twice}" twice.`,
    'Rename or remove one of them, then run the command again.',
  );
}

/** What Nx itself compares with; what is wrong in nx.json, Nx says. */
async function readDefaultBase(root: string): Promise<string | undefined> {
  try {
    const { defaultBase, affected } = (await parseLikeNx(await readFile(join(root, 'nx.json'), 'utf8'))) as {
      defaultBase?: unknown;
      affected?: { defaultBase?: unknown };
    };
    const base = defaultBase ?? affected?.defaultBase;
    return typeof base === 'string' ? base : undefined;
  } catch {
    return undefined;
  }
}
