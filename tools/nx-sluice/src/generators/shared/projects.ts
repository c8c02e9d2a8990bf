import {
  createProjectGraphAsync,
  getProjects,
  workspaceRoot,
  type ProjectConfiguration,
  type Tree,
} from '@nx/devkit';
import { closest } from '@sluice/release';

/**
 * The projects of the workspace with all their targets, those that plugins infer included, by name. In a tree that is no
 * workspace on disk, as in tests, only what the files themselves say.
 */
export async function readAllProjects(tree: Tree): Promise<Map<string, ProjectConfiguration>> {
  if (tree.root !== workspaceRoot) return getProjects(tree);
  const { nodes } = await createProjectGraphAsync({ exitOnError: false });
  return new Map(Object.values(nodes).map(({ name, data }) => [name, { metadata: {}, ...data, name }]));
}

/** @throws Error that names the nearest project, or all where they are few. */
export function projectNamed(
  name: string,
  projects: ReadonlyMap<string, ProjectConfiguration>,
): ProjectConfiguration & { name: string } {
  // Nx takes `api` for `@shop/api` where no other project ends so.
  const short = [...projects.keys()].filter((one) => one.endsWith(`/${name}`));
  const full = projects.has(name) || short.length !== 1 ? name : (short[0] ?? name);
  const project = projects.get(full);
  if (project !== undefined) return { ...project, name: full };
  const near = closest(name, [...projects.keys()]);
  throw new Error(
    `The workspace has no project "${name}". ` +
      (near === undefined ? `It has: ${[...projects.keys()].join(', ')}.` : `Did you mean "${near}"?`),
  );
}

export function publishes({ targets = {} }: ProjectConfiguration): boolean {
  return Object.values(targets).some(({ executor }) => executor === 'nx-sluice:publish-s3');
}

/**
 * Where the targets of a project are written: in its project.json or, where it has none, in its package.json. Nx reads the
 * latter only of packages of the workspace, and then has the package's name.
 * @param project `metadata` is absent in a tree that is no workspace on disk, which has packages of the workspace only
 */
export function targetsPlace(
  tree: Tree,
  { root, metadata }: Pick<ProjectConfiguration, 'root' | 'metadata'>,
): { path: string; at: string[] } {
  const inFolder = (file: string) => (root === '.' || root === '' ? file : `${root}/${file}`);
  const isPackage =
    tree.exists(inFolder('package.json')) && (metadata === undefined || metadata.js !== undefined);
  return tree.exists(inFolder('project.json')) || !isPackage
    ? { path: inFolder('project.json'), at: ['targets'] }
    : { path: inFolder('package.json'), at: ['nx', 'targets'] };
}
