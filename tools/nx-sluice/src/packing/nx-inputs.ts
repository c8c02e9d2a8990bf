import type { ExecutorContext } from '@nx/devkit';
import { SluiceError } from '@sluice/release';
// An internal of Nx, allowed by its `exports` and used in this file only: no public API tells which files a hash saw.
import { HashPlanInspector } from 'nx/src/hasher/hash-plan-inspector';

/** What Nx made the hash of a task of. All paths are relative to the workspace. */
export interface NxInputs {
  /** Files of the workspace. */
  files: string[];
  /** Files that tasks before it have built. */
  built: Set<string>;
  /** Files of the workspace that it or a task before it was hashed by. */
  all: string[];
  /** The same as folders, which end in `/`, and files: wherever something may come to them. */
  places: string[];
}

/**
 * Asks Nx for the inputs of the task that runs now. Those that are built are known when their tasks have run, and so
 * within the executor they are.
 */
export async function nxInputs(context: ExecutorContext): Promise<NxInputs> {
  const { projectName: project = '', targetName: target = '', configurationName: configuration } = context;
  const inspector = new HashPlanInspector(context.projectGraph, context.root, context.nxJsonConfiguration);
  await inspector.init();
  const inputs = inspector.inspectTaskInputs({ project, target, configuration });
  const task = [project, target, configuration].filter(Boolean).join(':');
  const { files = [], depOutputs = [] } = inputs[task] ?? {};
  const all = [...new Set(Object.values(inputs).flatMap((one) => one.files))];
  const roots = Object.values(context.projectGraph.nodes).map(({ data }) => data.root);
  return { files, built: new Set(depOutputs), all, places: placesOf(all, roots) };
}

/**
 * @throws SluiceError `failed` naming files that would be packed though they are no input of the task: a change of one would be
 *   a hit in Nx's cache, and the archive of before would be published.
 */
export function requireHashed(paths: readonly string[], { files, built }: NxInputs, task: string): void {
  const hashed = new Set(files);
  const unseen = paths.filter((path) => !hashed.has(path) && !built.has(path));
  if (unseen.length === 0) return;
  const more = unseen.length > 3 ? ` and ${unseen.length - 3} more` : '';
  throw new SluiceError(
    'failed',
    `Nx does not hash these files to be packed: ${unseen.slice(0, 3).join(', ')}${more}. A change to them would be a cache hit.`,
    `Register the plugin "nx-sluice" in nx.json and list "..." among the inputs of ${task}, so that the plugin adds the assets to them; let the target depend on the one that builds the file; or exclude it with "ignore".`,
  );
}

function placesOf(files: readonly string[], roots: readonly string[]): string[] {
  const folders = roots.filter((root) => root !== '' && root !== '.').map((root) => `${root}/`);
  const places = files.map((file) => {
    const projects = folders.filter((folder) => file.startsWith(folder));
    const [nearest] = projects.sort((one, other) => other.length - one.length);
    return nearest ?? (file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : file);
  });
  return [...new Set(places)].sort();
}
