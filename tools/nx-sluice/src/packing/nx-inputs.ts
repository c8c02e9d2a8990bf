import type { ExecutorContext } from '@nx/devkit';
// An internal of Nx, allowed by its `exports` and used in this file only: no public API tells which files a hash saw.
import { HashPlanInspector } from 'nx/src/hasher/hash-plan-inspector';
import picomatch from 'picomatch';
import { lockfileNames } from './package-managers';

/** How the plan of a hash names a file that is hashed whole. */
const fileLine = 'file:';

/** What Nx made the hash of a task of. All paths are relative to the workspace. */
export interface NxInputs {
  /** Files of the workspace. */
  files: string[];
  /** Those of them of which Nx hashed every byte: of a tsconfig, or of an input with "fields", it hashes a part. */
  whole(): Set<string>;
  /** Files that tasks before it have built. */
  built: Set<string>;
  /**
   * Whether a task before it has copied a file from the installed packages. Nx leaves node_modules out of what it hashes of
   * outputs; what is installed follows from the lockfile, if that is among the inputs.
   */
  isInstalled(path: string): boolean;
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
  const whole = () => {
    const plans = inspector.inspectHashPlan([project], [target], configuration)[task] ?? [];
    return new Set(
      plans.filter((line) => line.startsWith(fileLine)).map((line) => line.slice(fileLine.length)),
    );
  };
  const hasLockfile = lockfileNames.some((name) => files.includes(name));
  const isDeclared = declaredBefore(context, task);
  const isInstalled = (path: string) =>
    hasLockfile &&
    path.includes('/node_modules/') &&
    isDeclared(path.slice(0, path.indexOf('/node_modules/')));
  return { files, whole, built: new Set(depOutputs), isInstalled, all, places: placesOf(all, roots) };
}

/** Whether a path is among the outputs that tasks before it declare, which are folders, files and patterns. */
function declaredBefore({ taskGraph }: ExecutorContext, own: string): (path: string) => boolean {
  const outputs = Object.values(taskGraph?.tasks ?? {}).flatMap((one) => (one.id === own ? [] : one.outputs));
  const isMatch = picomatch(outputs, { dot: true });
  const isBelow = picomatch(
    outputs.map((output) => `${output}/**`),
    { dot: true },
  );
  return (path) => isMatch(path) || isBelow(path);
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
