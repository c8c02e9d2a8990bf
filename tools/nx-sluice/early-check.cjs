// Refuses to publish uncommitted changes before Nx has built anything. `publish-s3` asks again, and more thoroughly, before
// it writes; so whatever cannot be told here is left to it.
const { execFileSync } = require('node:child_process');

const executor = /(^|[\\/])nx-sluice:publish-s3$/;
const namedAtMost = 3;

/** The targets that a command line runs, and the one project if it names one; nothing where it runs no targets. */
function requestOf(argv) {
  const [command, ...rest] = argv.slice(2).filter((word) => word !== '--');
  if (command === undefined) return undefined;
  if (['affected', 'run-many'].includes(command))
    return { targets: valuesOf(rest, ['t', 'target', 'targets']) };
  const spec =
    command === 'run' || command === 'run-one' ? rest.find((word) => !word.startsWith('-')) : command;
  const [project, target] = String(spec).split(':');
  if (target !== undefined) return { project, targets: [target] };
  // `nx publish app`, and `nx publish` in the project's folder.
  return { project: rest.find((word) => !word.startsWith('-')), targets: [project] };
}

/** `-t a b`, `-t=a,b`, `--targets a --targets b` */
function valuesOf(words, names) {
  const values = [];
  let isOpen = false;
  for (const word of words) {
    const [, name, value] = /^--?([A-Za-z]+)(?:=(.*))?$/.exec(word) ?? [];
    if (name !== undefined) {
      isOpen = names.includes(name) && value === undefined;
      if (names.includes(name) && value !== undefined) values.push(value);
    } else if (isOpen) values.push(word);
  }
  return values.flatMap((value) => value.split(',')).filter(Boolean);
}

/** The publishing targets that these bring along, in the same project. */
function publishing(targets, name, configuration, seen = new Set()) {
  const target = targets[name];
  if (target === undefined || seen.has(name)) return [];
  seen.add(name);
  const before = (target.dependsOn ?? [])
    .map((one) => (typeof one === 'string' ? one : one.target))
    .filter((one) => typeof one === 'string');
  const own = executor.test(target.executor ?? '')
    ? [{ ...target.options, ...target.configurations?.[configuration] }]
    : [];
  return [...own, ...before.flatMap((one) => publishing(targets, one, configuration, seen))];
}

/** Whether a run publishes something that has to be as it was committed. */
function mustBeClean(argv, nodes) {
  const request = requestOf(argv);
  if (request === undefined || request.targets.length === 0) return false;
  if (argv.some((word) => /^--(allowDirty|allow-dirty)(=true)?$/.test(word))) return false;
  const [configuration] = valuesOf(argv.slice(2), ['c', 'configuration']);
  const projects = Object.values(nodes).filter(
    ({ name }) => request.project === undefined || name === request.project,
  );
  return projects
    .flatMap(({ data }) =>
      request.targets.flatMap((target) => publishing(data.targets ?? {}, target, configuration)),
    )
    .some(({ allowDirty }) => allowDirty !== true);
}

/** Paths that differ from HEAD, untracked ones too; none where git cannot tell. */
function uncommitted(root) {
  const settings = ['core.fsmonitor=false', 'core.untrackedCache=false', 'status.relativePaths=true'];
  const words = [
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=all',
    '--ignore-submodules=none',
    '--no-renames',
  ];
  const status = execFileSync('git', [...settings.flatMap((one) => ['-c', one]), ...words], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  });
  return status
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => line.slice(3));
}

function projectNodes() {
  const { readCachedProjectGraph } = require('@nx/devkit');
  return readCachedProjectGraph().nodes;
}

/** Calls `tell`; what it throws counts as not known. */
function known(tell, otherwise) {
  try {
    return tell();
  } catch {
    return otherwise;
  }
}

/** @throws Error naming what is not committed, where the run would publish it. */
function refuseDirtyTree({ argv, workspaceRoot }, nodes = known(projectNodes, {})) {
  if (!known(() => mustBeClean(argv, nodes), false)) return;
  const paths = known(() => uncommitted(workspaceRoot), []);
  if (paths.length === 0) return;
  const more = paths.length > namedAtMost ? ` and ${paths.length - namedAtMost} more` : '';
  const named = paths.slice(0, namedAtMost).map((path) => path.replace(/\p{C}/gu, '\ufffd'));
  const error = new Error(
    [
      `The working tree differs from the commit: ${named.join(', ')}${more}.`,
      'Nothing was built. Commit or stash it, or publish with --allowDirty.',
    ].join('\n'),
  );
  // A stack would only tell where this file is; without one, Nx prints the two sentences alone.
  error.stack = '';
  throw error;
}

module.exports = { refuseDirtyTree };
