import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import type { Build } from '@sluice/release';
import { buildTasks } from '../packing/build-tasks';
import { readVersion } from '../cli/commands';
import type { CiRun } from './ci/ci-run';

/** Set by the plugin when a run of Nx begins; see plugin.cjs. */
const startVariable = 'SLUICE_STARTED_AT';

/** The run that publishes, for the provenance. */
export async function readBuild(
  context: ExecutorContext,
  env: Readonly<Record<string, string | undefined>>,
  run: CiRun | undefined,
  repository = run?.repository,
): Promise<Build> {
  const tasks = await buildTasks(context, env);
  return {
    builder: run === undefined ? 'local' : (run.builder ?? run.url ?? 'ci'),
    repository: repository === undefined ? undefined : `git+${repository}`,
    startedAt: momentOf(env[startVariable]),
    // Read where a statement is written: what was published before needs none.
    get versions() {
      return versionsIn(context.root);
    },
    tasks,
  };
}

function versionsIn(root: string): Build['versions'] {
  const nx = versionOf('nx', root);
  return {
    'nx-sluice': readVersion(),
    node: process.versions.node,
    ...(nx === undefined ? {} : { nx }),
  };
}

function momentOf(text: string | undefined): Date | undefined {
  const moment = new Date(text ?? '');
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

function versionOf(name: string, root: string): string | undefined {
  try {
    const { version } = createRequire(join(root, 'package.json'))(`${name}/package.json`) as {
      version?: string;
    };
    return version;
  } catch {
    return undefined;
  }
}
