import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import type { ExecutorSchema } from './option-schema';
import { findPackageRoot } from './package-root';

type Context = Pick<ExecutorContext, 'root' | 'cwd' | 'isVerbose' | 'projectName' | 'configurationName'>;

/** An executor as the command calls it: it reads no more of Nx's context than this. */
export type Operation = (
  options: Record<string, unknown>,
  context: Context,
) => Promise<{ success: boolean; exitCode?: number }>;

export interface Command {
  name: string;
  /** As targets name it, such as `nx-sluice:promote`. */
  executor: string;
  description: string;
  schema: ExecutorSchema;
  /** Options that may be given as plain words, in this order. */
  positionals: string[];
  /** The option that takes all that stands behind `--`. */
  rest?: string;
  examples: string[];
  /** Where no app is named, it is about all of them. */
  spansApps: boolean;
  /** Whether it can run where there is no workspace. */
  runsAnywhere: boolean;
  /** Whether it is about no project, unless one is named or stood in. */
  isOfWorkspace: boolean;
  /** Loaded when it is called only, so that `--help` and a typing error are answered at once. */
  load(): Operation;
}

const home = findPackageRoot(__dirname);

/** Loads by path, of which a bundler knows nothing. */
const load = createRequire(__filename);

interface CommandMeta {
  name?: string;
  positionals?: string[];
  rest?: string;
  examples?: string[];
  spansApps?: boolean;
  runsAnywhere?: boolean;
  isOfWorkspace?: boolean;
}

/** What the executors do not say of themselves. An executor that is not named here is a command anyway. */
const commandMeta: Record<string, CommandMeta> = {
  'package-archive': { name: 'package', examples: ['package', 'package --project=client'] },
  'publish-s3': {
    name: 'publish',
    examples: ['publish', 'publish --reason="hotfix for the login page" --watch'],
  },
  promote: {
    positionals: ['env'],
    examples: ['promote uat', 'promote prod --sha=1a2b3c4d --dry-run', 'promote prod --yes --watch'],
  },
  hold: { positionals: ['env'], examples: ['hold stage --reason="release freeze"', 'hold prod --dry-run'] },
  unhold: { positionals: ['env'], examples: ['unhold stage', 'unhold stage --watch'] },
  rollback: {
    positionals: ['env'],
    examples: [
      'rollback prod --dry-run',
      'rollback prod --reason="login is broken" --watch',
      'rollback prod --to=1a2b3c4d',
    ],
  },
  history: { positionals: ['env'], examples: ['history prod', 'history --tag=latest --limit=5 --json'] },
  activity: {
    positionals: ['env'],
    examples: [
      'activity',
      'activity prod --since=7d',
      'activity --person=amy --kinds=rollback,failure --json',
    ],
    spansApps: true,
  },
  metrics: {
    positionals: ['env'],
    examples: ['metrics', 'metrics prod --weeks=12 --time-zone=Europe/Berlin --json'],
  },
  status: {
    examples: ['status', 'status --json', 'status --format=markdown', 'status --app=store'],
    spansApps: true,
  },
  diff: { positionals: ['from', 'to'], examples: ['diff prod stage', 'diff prod HEAD --json'] },
  verify: {
    positionals: ['subject'],
    examples: [
      'verify prod',
      'verify store.zip --key=keys/provenance.pem',
      'verify https://shop.example.org --json',
    ],
    runsAnywhere: true,
  },
  watch: { positionals: ['env'], examples: ['watch prod'] },
  redeploy: {
    positionals: ['env'],
    examples: ['redeploy prod --reason="the database password was rotated" --watch'],
  },
  reject: {
    positionals: ['sha'],
    examples: ['reject 1a2b3c4d --reason="loses the cart"', 'reject 1a2b3c4d --undo'],
  },
  prune: { examples: ['prune', 'prune --older-than=26w --keep=50 --yes'] },
  cache: {
    rest: 'command',
    examples: ['cache -- nx affected -t build', 'cache --read-only -- nx affected -t publish'],
    spansApps: true,
    // Whoever waits for the command behind it waits for nothing that it does not need.
    isOfWorkspace: true,
  },
  start: { examples: ['start', 'start --port=0 --console=0 --json'], spansApps: true },
  console: { examples: ['console', 'console --bucket=acme-pipeline --port=0'], spansApps: true },
  doctor: { examples: ['doctor'] },
};

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(home, path), 'utf8')) as T;
}

/** Every executor of this package as a command, in the order of executors.json. */
export function readCommands(): Command[] {
  const { executors } = readJson<{
    executors: Record<string, { implementation: string; schema: string; description: string }>;
  }>('executors.json');
  return Object.entries(executors).map(([executor, { implementation, schema: path, description }]) => {
    const {
      name = executor,
      positionals = [],
      rest,
      examples = [],
      spansApps = false,
      runsAnywhere = false,
      isOfWorkspace = false,
    } = commandMeta[executor] ?? {};
    const schema = readJson<ExecutorSchema>(path);
    return {
      name,
      executor: `nx-sluice:${executor}`,
      description,
      schema,
      positionals: positionals.filter((word) => word in schema.properties),
      rest,
      examples,
      spansApps,
      runsAnywhere,
      isOfWorkspace,
      load: () => (load(join(home, implementation)) as { default: Operation }).default,
    };
  });
}

export function readVersion(): string {
  return readJson<{ version: string }>('package.json').version;
}
