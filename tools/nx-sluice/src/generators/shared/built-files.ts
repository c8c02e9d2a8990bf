import { posix } from 'node:path';
import { getOutputsForTargetAndConfiguration, type ProjectConfiguration, type Tree } from '@nx/devkit';
import { nextBuild } from './next-app';

/** What a project's build leaves behind: files that a Node server runs, or files that a browser loads. */
export type Kind = 'server' | 'static';

export interface BuiltFolder {
  /** Relative to the workspace. */
  input: string;
  /** Relative to the folder of the app in the archive; empty for this folder itself. */
  output: string;
}

export interface BuiltFiles {
  kind: Kind;
  /** The targets that have to run before packing. */
  dependsOn: string[];
  /** What is packed: folders that they write, and files that the server reads beside them. */
  folders: BuiltFolder[];
}

/** Targets that @nx/js adds to a server, so that its output can be installed alone. */
const pruning = ['prune', 'prune-lockfile'];

/**
 * @throws Error when the project has no such target, when nothing says where it writes, or when a server of Next.js could
 * not run alone.
 */
export function builtFiles(
  tree: Tree,
  project: ProjectConfiguration & { name: string },
  { build, kind }: { build: string; kind?: Kind },
): BuiltFiles {
  const target = project.targets?.[build];
  if (target === undefined) {
    throw new Error(
      `The project "${project.name}" has no target "${build}". Name the target that builds it with --buildTarget.`,
    );
  }
  const folders = outputFolders(project, build);
  const next = nextBuild(tree, { root: project.root, target }, folders);
  if (next !== undefined) return { ...next, dependsOn: [build] };
  if (folders.length === 0) {
    throw new Error(
      `The target "${build}" of "${project.name}" declares no folder among its outputs. Add "outputs" to it, so that Nx caches what it builds, then run the generator again.`,
    );
  }
  const chosen = kind ?? kindOf(tree, project);
  const prune = pruning.find((name) => project.targets?.[name] !== undefined);
  return {
    kind: chosen,
    folders: besideEachOther(folders),
    dependsOn: chosen === 'server' && prune !== undefined ? [build, prune] : [build],
  };
}

/** One folder is packed as it is; of several, each keeps its name. */
function besideEachOther(folders: readonly string[]): BuiltFolder[] {
  return folders.map((input) => ({ input, output: folders.length === 1 ? '' : posix.basename(input) }));
}

/** Of patterns the folder before the first wildcard; nothing of what only tells a compiler what it did before. */
function outputFolders(project: ProjectConfiguration & { name: string }, target: string): string[] {
  const node = { name: project.name, type: 'app', data: project } as const;
  const outputs = getOutputsForTargetAndConfiguration({ project: project.name, target }, {}, node);
  const folders = outputs
    .filter((path) => !path.startsWith('!') && !/\.(tsbuildinfo|d\.\{?.*)$/.test(path))
    .map((path) => {
      const [fixed = ''] = path.split(/[*{[?(]/, 1);
      return fixed === path ? path : posix.dirname(`${fixed}x`);
    })
    .filter((path) => path !== '.' && path !== project.root && !posix.basename(path).includes('cache'));
  const different = [...new Set(folders)].sort();
  return different.filter((path) => !different.some((other) => path.startsWith(`${other}/`)));
}

function kindOf(tree: Tree, { root, sourceRoot = root }: ProjectConfiguration): Kind {
  const places = [root, sourceRoot, `${root}/src`, `${root}/public`];
  return places.some((folder) => tree.exists(posix.join(folder, 'index.html'))) ? 'static' : 'server';
}
