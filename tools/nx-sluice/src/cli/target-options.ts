import { SluiceError } from '@sluice/release';
import { readJson, type ProjectFile } from './project-files';
import { defaultsFor, type Target, type TargetDefaults } from './target-defaults';

interface NxJson {
  targetDefaults?: TargetDefaults;
}

/**
 * The options of the project's target that has this executor, as project.json and the `targetDefaults` of nx.json give
 * them, with those of the named configuration or else of the target's `defaultConfiguration`; read as plain JSON, so
 * that Nx need not start. None where there is no such project or target.
 * @throws SluiceError `usage` when one of these files is no JSON, or the target has no configuration of that name.
 */
export async function targetOptions(
  root: string,
  found: ProjectFile | undefined,
  project: string,
  executor: string,
  configuration?: string,
): Promise<Record<string, unknown>> {
  const entry = Object.entries(found?.targets ?? {}).find(([, target]) => target.executor === executor);
  if (found === undefined || entry === undefined) {
    if (configuration === undefined) return {};
    throw new SluiceError(
      'usage',
      `The project "${project}" has no target for ${executor}, so it has no configuration "${configuration}".`,
      'Remove --configuration, or add such a target to its project.json.',
    );
  }
  const [name, target] = entry;
  const { targetDefaults = {} } = (await readJson<NxJson>(root, 'nx.json')) ?? {};
  const place = { name, executor, project, root: found.folder, tags: found.tags };
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
  throw new SluiceError(
    'usage',
    `The target ${target} has no configuration "${configuration}".`,
    known.size === 0 ? 'Remove --configuration.' : `Use one of: ${[...known].join(', ')}.`,
  );
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
