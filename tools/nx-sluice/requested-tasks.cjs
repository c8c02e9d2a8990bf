// What a command line of Nx asks for, as far as it can be told before Nx has read it. Whoever asks must get along with
// too little: an unknown form asks for nothing.

const executor = /(^|[\\/])nx-sluice:publish-s3$/;

/**
 * The targets that a command line runs; the one project if it names one; and the patterns that choose projects, which are
 * for `run-many` and, to exclude some, for `affected`. Nothing where it runs no targets.
 */
function requestOf(argv) {
  const words = argv.slice(2);
  const end = words.indexOf('--');
  const [command, ...rest] = end === -1 ? words : words.slice(0, end);
  if (command === undefined) return undefined;
  const exclude = valuesOf(rest, ['exclude']);
  if (['affected', 'run-many'].includes(command)) {
    const targets = valuesOf(rest, ['t', 'target', 'targets']);
    const projects = command === 'run-many' ? valuesOf(rest, ['p', 'projects']) : [];
    return { isOfMany: true, targets, projects, exclude };
  }
  const spec =
    command === 'run' || command === 'run-one' ? rest.find((word) => !word.startsWith('-')) : command;
  const [project, target] = String(spec).split(':');
  const isOfMany = false;
  if (target !== undefined) return { isOfMany, project, targets: [target], projects: [], exclude };
  // `nx publish app`, and `nx publish` in the project's folder.
  const named = rest.find((word) => !word.startsWith('-'));
  return { isOfMany, project: named, targets: [project], projects: [], exclude };
}

/** `-t a b`, `-t=a,b`, `--targets a --targets b` */
function valuesOf(words, names) {
  const values = [];
  let isOpen = false;
  for (const word of words) {
    const [, name, value] = /^--?([A-Za-z]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name !== undefined) {
      isOpen = names.includes(name) && value === undefined;
      if (names.includes(name) && value !== undefined) values.push(value);
    } else if (isOpen) values.push(word);
  }
  return values.flatMap((value) => value.split(',')).filter(Boolean);
}

/** The nodes of the projects that are asked for. Which of them are affected is left open. */
function asksFor({ project, projects, exclude }, nodes) {
  const all = Object.values(nodes);
  if (project !== undefined) return all.filter(({ name }) => name === project);
  const chosen = projects.length === 0 ? undefined : new Set(matching(projects, nodes));
  const excluded = new Set(exclude.length === 0 ? [] : matching(exclude, nodes));
  return all.filter(({ name }) => (chosen?.has(name) ?? true) && !excluded.has(name));
}

/** By Nx's own rules: names, globs, folders, `tag:…`, `!…`. */
function matching(patterns, nodes) {
  const { findMatchingProjects } = require('nx/src/utils/find-matching-projects');
  return findMatchingProjects(patterns, nodes);
}

/** The publishing targets that these bring along, in the same project, with their options. */
function publishing(targets, name, configuration, seen = new Set()) {
  const target = targets[name];
  if (target === undefined || seen.has(name)) return [];
  seen.add(name);
  const before = (target.dependsOn ?? [])
    .map((one) => (typeof one === 'string' ? one : one.target))
    .filter((one) => typeof one === 'string');
  const own = isPublishing(target)
    ? [{ name, options: { ...target.options, ...target.configurations?.[configuration] } }]
    : [];
  return [...own, ...before.flatMap((one) => publishing(targets, one, configuration, seen))];
}

function isPublishing(target) {
  return executor.test(target?.executor ?? '');
}

/** None where Nx has no graph of the projects yet. */
function projectNodes() {
  return known(() => {
    // Nx has loaded this one already; all of @nx/devkit would take 60 ms.
    const { readCachedProjectGraph } = require('nx/src/project-graph/project-graph');
    return readCachedProjectGraph().nodes;
  }, {});
}

/** Calls `tell`; what it throws counts as not known. */
function known(tell, otherwise) {
  try {
    return tell();
  } catch {
    return otherwise;
  }
}

module.exports = { asksFor, isPublishing, known, projectNodes, publishing, requestOf, valuesOf };
