// Refuses to publish uncommitted changes before Nx has built anything. `publish-s3` asks again, and more thoroughly, before
// it writes; so whatever cannot be told here is left to it.
const { execFile } = require('node:child_process');
const { asksFor, known, projectNodes, publishing, requestOf, valuesOf } = require('./requested-tasks.cjs');

const namedAtMost = 3;

/** What git was asked before it was needed: the root, and a promise of the paths. */
let asked;

const allowsDirty = (argv) => argv.some((word) => /^--(allowDirty|allow-dirty)(=true)?$/.test(word));

/** Whether a run publishes something that has to be as it was committed. */
function mustBeClean(argv, nodes) {
  if (allowsDirty(argv)) return false;
  const request = requestOf(argv);
  if (request === undefined) return false;
  const [configuration] = valuesOf(argv.slice(2), ['c', 'configuration']);
  return asksFor(request, nodes)
    .flatMap(({ data }) =>
      request.targets.flatMap((target) => publishing(data.targets ?? {}, target, configuration)),
    )
    .some(({ options }) => options.allowDirty !== true);
}

/** A promise of the paths that differ from HEAD, untracked ones too; of none where git cannot tell. */
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
  const args = [...settings.flatMap((one) => ['-c', one]), ...words];
  return new Promise((resolve) => {
    execFile('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (error, status) => {
      if (error) return resolve([]);
      const lines = status.split('\0').filter((line) => line !== '');
      resolve(lines.map((line) => line.slice(3)));
    });
  });
}

/** Asks git already, for a run that will probably publish: it answers while Nx looks at the projects. */
function askEarly(argv, root) {
  if (requestOf(argv) === undefined || allowsDirty(argv)) return;
  asked ??= { root, paths: uncommitted(root) };
}

/** @throws Error naming what is not committed, where the run would publish it. */
async function refuseDirtyTree({ argv, workspaceRoot }, nodes = projectNodes()) {
  const before = asked;
  asked = undefined;
  if (!known(() => mustBeClean(argv, nodes), false)) return;
  const paths = await (before?.root === workspaceRoot ? before.paths : uncommitted(workspaceRoot));
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

module.exports = { askEarly, refuseDirtyTree };
