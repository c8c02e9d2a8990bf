import { posix } from 'node:path';
import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import type { Asset } from '../configuration/configure-project';
import { nextMain } from '../shared/next-app';

/** How what an archive contains is run. */
export interface PackedApp {
  kind: 'server' | 'static';
  /** File in the archive that Node runs. */
  main: string;
  /** What a shell runs instead: a server need not be a program for Node. */
  command?: string;
  /** Whether a package.json and a lockfile are packed beside it, whose packages have to be installed. */
  installs: boolean;
  /** Whether it is a standalone server of Next.js, with its packages as they were installed where it was built. */
  isNext: boolean;
}

const serverFolder = 'app/server';

/** @param projects all of the workspace, by name */
export function packedApp(
  project: ProjectConfiguration & { name: string },
  projects: ReadonlyMap<string, ProjectConfiguration>,
): PackedApp {
  const packing = project.targets?.package;
  const { assets = [] } = (packing?.options ?? {}) as { assets?: Asset[] };
  const servers = assets.filter(
    ({ output }) => output === serverFolder || output.startsWith(`${serverFolder}/`),
  );
  const kind =
    servers.length > 0 || !assets.some(({ output }) => output.startsWith('app/client')) ? 'server' : 'static';
  const before = dependencies(packing, project.name);
  const builds = before.map(({ name, target }) => projects.get(name)?.targets?.[target]);
  const next = nextMain(
    servers,
    before.flatMap(({ name }) => projects.get(name) ?? []),
  );
  const input = servers[0]?.input;
  const build = builds.find((one) => input !== undefined && one?.options?.outputPath === input) ?? builds[0];
  return {
    kind,
    main: next ?? `${servers[0]?.output ?? serverFolder}/${mainFile(build)}`,
    installs: kind === 'server' && before.some(({ target }) => target.startsWith('prune')),
    isNext: next !== undefined,
  };
}

function dependencies(
  packing: TargetConfiguration | undefined,
  own: string,
): { name: string; target: string }[] {
  return (packing?.dependsOn ?? []).flatMap((one) => {
    if (typeof one === 'string') return [{ name: own, target: one }];
    return [one.projects ?? own].flat().map((name) => ({ name, target: one.target }));
  });
}

/** What the bundlers of Nx call the file that starts the server. */
function mainFile(build: TargetConfiguration | undefined): string {
  const { outputFileName, main } = (build?.options ?? {}) as { outputFileName?: unknown; main?: unknown };
  if (typeof outputFileName === 'string') return outputFileName;
  return typeof main === 'string' ? posix.basename(main).replace(/\.[cm]?tsx?$/, '.js') : 'main.js';
}
