import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { SluiceError } from '@sluice/release';
import { glob } from 'tinyglobby';
import type { Target } from './target-defaults';

/** A project.json, as far as the command reads it. */
export interface ProjectFile {
  name: string;
  /** Relative to the workspace, with slashes. */
  folder: string;
  tags: string[];
  targets: Record<string, Target>;
}

const notProjects = ['**/node_modules/**', '**/dist/**', '**/tmp/**', '**/.*/**'];

/** Every project.json of the workspace, read as plain JSON so that Nx need not start. @throws SluiceError `invalid-configuration` where one is no JSON. */
export async function readProjects(root: string): Promise<ProjectFile[]> {
  const paths = await glob('**/project.json', { cwd: root, ignore: notProjects, followSymbolicLinks: false });
  const found = await Promise.all(
    paths.sort().map(async (path) => {
      const json = await readJson<Partial<ProjectFile>>(root, path);
      const folder = dirname(path);
      const { name = folder.split('/').at(-1) ?? '', tags = [], targets = {} } = json ?? {};
      return json && { name, folder, tags, targets };
    }),
  );
  return found.filter((project) => project !== undefined);
}

/** The project that a folder is in: the one with the nearest project.json upwards. */
export function projectAt(projects: readonly ProjectFile[], root: string, folder: string) {
  const place = `${relative(root, folder).split(sep).join('/')}/`;
  return projects
    .filter((project) => place.startsWith(`${project.folder}/`))
    .sort((one, other) => other.folder.length - one.folder.length)
    .at(0);
}

/** @throws SluiceError `invalid-configuration` when the file is no JSON. */
export async function readJson<T>(root: string, path: string): Promise<T | undefined> {
  const text = await readFile(join(root, path), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new SluiceError(
      'invalid-configuration',
      `${path} is not valid JSON: ${(cause as Error).message}.`,
      'Correct it, then run it again.',
      { cause },
    );
  }
}
