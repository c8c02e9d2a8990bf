// Refuses to publish uncommitted changes before Nx has built anything. `publish-s3` asks again, and more thoroughly, before
// it writes; so whatever cannot be told here is left to it.
const { execFileSync } = require('node:child_process');
const { asksFor, known, projectNodes, publishing, requestOf, valuesOf } = require('./requested-tasks.cjs');

const namedAtMost = 3;

/** Whether a run publishes something that has to be as it was committed. */
function mustBeClean(argv, nodes) {
  if (argv.some((word) => /^--(allowDirty|allow-dirty)(=true)?$/.test(word))) return false;
  const request = requestOf(argv);
  if (request === undefined) return false;
  const [configuration] = valuesOf(argv.slice(2), ['c', 'configuration']);
  return asksFor(request, nodes)
    .flatMap(({ data }) =>
      request.targets.flatMap((target) => publishing(data.targets ?? {}, target, configuration)),
    )
    .some(({ options }) => options.allowDirty !== true);
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

/** @throws Error naming what is not committed, where the run would publish it. */
function refuseDirtyTree({ argv, workspaceRoot }, nodes = projectNodes()) {
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
