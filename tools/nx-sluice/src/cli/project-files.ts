import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { parseJsonWithComments, SluiceError } from '@sluice/release';
import { glob } from 'tinyglobby';
import type { Target } from './target-defaults';

/** A project, as far as the command reads it. */
export interface ProjectFile {
  name: string;
  /** Relative to the workspace, with slashes. */
  folder: string;
  tags: string[];
  targets: Record<string, Target>;
}

const notProjects = ['**/node_modules/**', '**/dist/**', '**/tmp/**', '**/.*/**'];

interface Described {
  name?: string;
  tags?: string[];
  targets?: Record<string, Target>;
}

/**
 * Every project of the workspace, as its project.json or the field `nx` of its package.json says, read as plain JSON so
 * that Nx need not start. @throws SluiceError `invalid-configuration` where one is no JSON.
 */
export async function readProjects(root: string): Promise<ProjectFile[]> {
  const paths = await glob('**/{project,package}.json', {
    cwd: root,
    ignore: notProjects,
    followSymbolicLinks: false,
  });
  const folders = [...new Set(paths.map((path) => dirname(path)))].sort();
  const found = await Promise.all(
    folders.map(async (folder) => {
      const has = (name: string) => paths.includes(join(folder, name));
      const own = has('project.json')
        ? await readJson<Described>(root, join(folder, 'project.json'))
        : undefined;
      const manifest = has('package.json')
        ? await readJson<Described & { nx?: Described }>(root, join(folder, 'package.json'))
        : undefined;
      if (own === undefined && manifest?.nx === undefined) return undefined;
      return projectFile(folder, [own ?? {}, manifest?.nx ?? {}, { name: manifest?.name }]);
    }),
  );
  return found.filter((project) => project !== undefined);
}

/** What an earlier description says counts, as in Nx. */
function projectFile(folder: string, descriptions: Described[]): ProjectFile {
  const first = <Field extends keyof Described>(field: Field) =>
    descriptions.find((one) => one[field] !== undefined)?.[field];
  return {
    name: first('name') ?? folder.split('/').at(-1) ?? '',
    folder,
    tags: descriptions.flatMap(({ tags = [] }) => tags),
    targets: Object.assign(
      {},
      ...descriptions.map(({ targets }) => targets).reverse(),
    ) as ProjectFile['targets'],
  };
}

/** The project that a folder is in: the one with the nearest description upwards. */
export function projectAt(projects: readonly ProjectFile[], root: string, folder: string) {
  const place = `${relative(root, folder).split(sep).join('/')}/`;
  return projects
    .filter((project) => project.folder === '.' || place.startsWith(`${project.folder}/`))
    .sort((one, other) => other.folder.length - one.folder.length)
    .at(0);
}

/** @throws SluiceError `invalid-configuration` when the file is no JSON. */
export async function readJson<T>(root: string, path: string): Promise<T | undefined> {
  const text = await readFile(join(root, path), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return parseJsonWithComments(text) as T;
  } catch (cause) {
    throw new SluiceError(
      'invalid-configuration',
      `${path} is not valid JSON: ${(cause as Error).message}.`,
      'Correct it, then run the command again.',
      { cause },
    );
  }
}
