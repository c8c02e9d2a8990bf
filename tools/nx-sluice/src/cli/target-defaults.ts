import picomatch from 'picomatch';

export interface Target {
  executor?: string;
  options?: Record<string, unknown>;
  configurations?: Record<string, Record<string, unknown>>;
  defaultConfiguration?: string;
}

/** One entry of an array in `targetDefaults`; without a filter it is for every target of its key. */
export interface TargetDefault extends Target {
  filter?: { projects?: string[]; plugin?: string; executor?: string };
}

export type TargetDefaults = Record<string, TargetDefault | TargetDefault[]>;

/** A target of a project.json, as far as filters ask for it. */
export interface TargetPlace {
  name: string;
  executor: string;
  project: string;
  /** Folder of the project, relative to the workspace. */
  root: string;
  tags: string[];
}

/**
 * What `targetDefaults` of nx.json say of a target, by Nx's order (https://nx.dev/reference/nx-json#target-defaults):
 * of the keys for its executor, its name, and the globs that match its name, longest first, the first with an entry
 * that applies; of an array's entries all that apply, later ones last.
 */
export function defaultsFor(place: TargetPlace, all: TargetDefaults): Target[] {
  const globs = Object.keys(all)
    .filter((key) => /[*?{[(]/.test(key) && picomatch.isMatch(place.name, key))
    .sort((one, other) => other.length - one.length);
  for (const key of new Set([place.executor, place.name, ...globs])) {
    const applying = [all[key] ?? []].flat().filter(({ filter }) => applies(filter, place));
    if (applying.length > 0) return applying;
  }
  return [];
}

function applies(filter: TargetDefault['filter'], place: TargetPlace): boolean {
  if (filter === undefined) return true;
  const { projects, plugin, executor } = filter;
  // No plugin made a target that stands in a project.json.
  if (plugin !== undefined || (executor !== undefined && executor !== place.executor)) return false;
  return projects === undefined || isAmong(place, projects);
}

/** Names, folders and `tag:…`, each as globs; what starts with `!` leaves out, and alone it leaves out of all. */
function isAmong(place: TargetPlace, patterns: string[]): boolean {
  let isIn = patterns[0]?.startsWith('!') ?? false;
  for (const pattern of patterns) {
    const isExclusion = pattern.startsWith('!');
    if (names(isExclusion ? pattern.slice(1) : pattern, place)) isIn = !isExclusion;
  }
  return isIn;
}

function names(pattern: string, { project, root, tags }: TargetPlace): boolean {
  if (pattern.startsWith('tag:')) return tags.some((tag) => picomatch.isMatch(tag, pattern.slice(4)));
  return picomatch.isMatch(project, pattern) || picomatch.isMatch(root, pattern);
}
