import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '@sluice/release';
import { glob } from 'tinyglobby';
import { defaultsFor, type Target, type TargetDefaults } from './target-defaults';

interface Project {
  name?: string;
  tags?: string[];
  targets?: Record<string, Target>;
}

interface NxJson {
  targetDefaults?: TargetDefaults;
}

const notProjects = ['**/node_modules/**', '**/dist/**', '**/tmp/**', '**/.*/**'];

/**
 * The options of the project's target that has this executor, as project.json and the `targetDefaults` of nx.json give
 * them, with those of the named configuration or else of the target's `defaultConfiguration`; read as plain JSON, so
 * that Nx need not start. None where there is no such project or target.
 * @throws UsageError when one of these files is no JSON, or the target has no configuration of that name.
 */
export async function targetOptions(
  root: string,
  project: string,
  executor: string,
  configuration?: string,
): Promise<Record<string, unknown>> {
  const found = await findProject(root, project);
  const entry = Object.entries(found?.json.targets ?? {}).find(([, target]) => target.executor === executor);
  if (found === undefined || entry === undefined) {
    if (configuration === undefined) return {};
    throw new UsageError(
      `The project "${project}" has no target for ${executor}, and so no configuration "${configuration}".`,
      'Leave --configuration out, or add such a target to its project.json.',
    );
  }
  const [name, target] = entry;
  const { targetDefaults = {} } = (await readJson<NxJson>(root, 'nx.json')) ?? {};
  const place = { name, executor, project, root: found.folder, tags: found.json.tags ?? [] };
  const layers = [...defaultsFor(place, targetDefaults), target];
  requireKnown(configuration, layers, `"${name}" of "${project}"`);
  const chosen =
    configuration ?? layers.findLast((layer) => layer.defaultConfiguration)?.defaultConfiguration;
  const options = Object.assign(
    {},
    ...layers.map((layer) => layer.options),
    ...layers.map(({ configurations = {} }) => configurations[chosen ?? '']),
  ) as Record<string, unknown>;
  return interpolated(options, { projectName: project, projectRoot: found.folder }) as typeof options;
}

function requireKnown(configuration: string | undefined, layers: Target[], target: string): void {
  const known = new Set(layers.flatMap(({ configurations = {} }) => Object.keys(configurations)));
  if (configuration === undefined || known.has(configuration)) return;
  throw new UsageError(
    `The target ${target} has no configuration "${configuration}".`,
    known.size === 0 ? 'Leave --configuration out.' : `Use one of: ${[...known].join(', ')}.`,
  );
}

async function findProject(
  root: string,
  name: string,
): Promise<{ folder: string; json: Project } | undefined> {
  const paths = await glob('**/project.json', { cwd: root, ignore: notProjects, followSymbolicLinks: false });
  for (const path of paths.sort()) {
    const json = await readJson<Project>(root, path);
    const folder = dirname(path);
    if (json !== undefined && (json.name ?? folder.split('/').at(-1)) === name) return { folder, json };
  }
  return undefined;
}

async function readJson<T>(root: string, path: string): Promise<T | undefined> {
  const text = await readFile(join(root, path), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new UsageError(
      `${path} is not valid JSON: ${(cause as Error).message}.`,
      'Correct it, then run it again.',
      {
        cause,
      },
    );
  }
}

/** The tokens of https://nx.dev/reference/project-configuration, in texts at any depth. */
function interpolated(value: unknown, tokens: Record<string, string>): unknown {
  if (typeof value === 'string') {
    return value
      .replace(/^\{workspaceRoot\}\//, '')
      .replace(/\{(projectName|projectRoot)\}/g, (_, token: string) => tokens[token] ?? '');
  }
  if (Array.isArray(value)) return value.map((one) => interpolated(one, tokens));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, interpolated(one, tokens)]));
}
