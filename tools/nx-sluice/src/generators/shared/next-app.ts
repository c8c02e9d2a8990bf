import { posix } from 'node:path';
import type { ProjectConfiguration, TargetConfiguration, Tree } from '@nx/devkit';

const executor = '@nx/next:build';

/** Of the project itself: this is what @nx/next looks for, and `.mts`, which Next.js takes, too. */
const configNames = ['ts', 'mts', 'js', 'mjs', 'cjs'].map((extension) => `next.config.${extension}`);

/** What `next build` leaves for production, by the folders that the target declares as its outputs. */
export interface NextBuild {
  kind: 'server' | 'static';
  /** `output` is relative to the folder of the app in the archive. */
  folders: { input: string; output: string }[];
}

/**
 * Where the files of a Next.js app have to be: its server looks for `.next/static` and `public` beside itself, and
 * `next build` leaves both outside of the standalone folder.
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/output
 * @param declared folders that the build target declares as outputs, relative to the workspace
 * @returns undefined if the target does not build with Next.js
 * @throws Error if the configuration asks for a build that needs the whole workspace to run
 */
export function nextBuild(
  tree: Tree,
  { root, target }: Pick<ProjectConfiguration, 'root'> & { target: TargetConfiguration },
  declared: readonly string[],
): NextBuild | undefined {
  const config = configNames.map((name) => posix.join(root, name)).find((path) => tree.exists(path));
  if (config === undefined || !runsNext(target)) return undefined;
  const text = withoutComments(tree.read(config, 'utf8') ?? '');
  const [, distDir = '.next'] = /\bdistDir\s*:\s*['"`]([^'"`]+)['"`]/.exec(text) ?? [];
  // @nx/next:build moves it below its own output.
  const own = target.executor === executor ? String(target.options?.outputPath) : root;
  const build = posix.join(own, distDir);
  const isDeclared = declared.some((folder) => build === folder || build.startsWith(`${folder}/`));
  if (!isDeclared) {
    throw new Error(
      `The build target of ${root} does not declare ${build} among its outputs. Add "outputs": ["{workspaceRoot}/${build}/!(cache)/**/*", "{workspaceRoot}/${build}/!(cache)"] to it, so that Nx caches what it builds, then run the generator again.`,
    );
  }
  if (!mentions(text, 'standalone')) {
    if (mentions(text, 'export'))
      return exported({ config, root, build, isOwnFolder: own !== root }, distDir);
    throw new Error(
      `${config} does not set output: 'standalone', so the server needs the packages of the whole workspace. Set output: 'standalone' in it, or output: 'export' and distDir: 'out' for a static site, then run the generator again.`,
    );
  }
  const traced = tracedRoot(tree, root, build);
  const inArchive = (path: string) => posix.relative(traced, path);
  const folders = [
    { input: `${build}/standalone`, output: '' },
    { input: `${build}/static`, output: inArchive(`${build}/static`) },
  ];
  const assets = posix.join(root, 'public');
  if (tree.children(assets).length > 0) folders.push({ input: assets, output: inArchive(assets) });
  return { kind: 'server', folders };
}

/** A site of files. @throws Error if it goes to a folder that the target does not declare */
function exported(
  { config, root, build, isOwnFolder }: { config: string; root: string; build: string; isOwnFolder: boolean },
  distDir: string,
): NextBuild {
  if (!isOwnFolder && distDir === '.next')
    throw new Error(
      `${config} sets output: 'export', which writes to ${posix.join(root, 'out')}, but Nx caches ${build} only. Set distDir: 'out' beside it, then run the generator again.`,
    );
  return { kind: 'static', folders: [{ input: build, output: '' }] };
}

/**
 * The file in an archive that starts a Next.js app.
 * @param assets what `package` packs
 * @param projects those that are built for it
 * @returns undefined if no standalone output of Next.js is packed
 */
export function nextMain(
  assets: readonly { input: string; output: string }[],
  projects: readonly Pick<ProjectConfiguration, 'root' | 'targets'>[],
): string | undefined {
  const standalone = assets.find(({ input }) => posix.basename(input) === 'standalone');
  if (standalone === undefined) return undefined;
  const statics = assets.find(({ input }) => input === `${posix.dirname(standalone.input)}/static`);
  const project = projects.find(({ root, targets = {} }) => {
    const builds = Object.values(targets).map(
      ({ options }) => options as { outputPath?: unknown } | undefined,
    );
    const places = [root, ...builds.map((options) => options?.outputPath)];
    return places.some((place) => place === '.' || standalone.input.startsWith(`${String(place)}/`));
  });
  if (statics === undefined || project === undefined) return undefined;
  const place = posix.relative(standalone.output, statics.output);
  const traced = statics.input.slice(0, -place.length) || '.';
  return posix.join(standalone.output, posix.relative(traced, project.root), 'server.js');
}

function runsNext({ executor: name, command, options, metadata }: TargetConfiguration): boolean {
  if (name === executor) return true;
  const { command: given, commands = [] } = (options ?? {}) as { command?: unknown; commands?: unknown[] };
  const lines: unknown[] = [command, given, commands, metadata];
  return /\bnext build\b/.test(JSON.stringify(lines));
}

/** The text of a field in quotes. Configurations are programs: who computes the value writes it somewhere, too. */
function mentions(text: string, output: string): boolean {
  return new RegExp(`\\boutput\\b[^,;{}]*['"\`]${output}['"\`]`).test(text);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');
}

/**
 * The folder that paths in the standalone output are relative to: Next.js takes that of the lockfile, unless
 * `outputFileTracingRoot` names another one. Where it has built already, the place of its server tells.
 */
function tracedRoot(tree: Tree, root: string, build: string): string {
  const parts = root.split('/');
  const roots = parts.map((_, length) => parts.slice(0, length).join('/') || '.');
  const found = [...roots, root].find((folder) =>
    tree.exists(posix.join(build, 'standalone', posix.relative(folder, root), 'server.js')),
  );
  return found ?? '.';
}
