// Says at the end of `nx affected` and `nx run-many` what was published: Nx folds or leaves out what successful tasks print.
// Nx prints what a plugin's hook prints, except where its daemon runs the hook: that goes to the daemon's log. The daemon
// is off in CI.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');
const {
  asksFor,
  isPublishing,
  known,
  projectNodes,
  publishing,
  requestOf,
} = require('./requested-tasks.cjs');

/** Longer than Nx needs to read the pipe of a plugin's process when it waits for this hook, and does nothing else. */
const untilReadMs = 100;

/** Nx runs hooks in a process for each plugin, unless NX_ISOLATE_PLUGINS is false. */
const isPluginProcess = () => basename(process.argv[1] ?? '') === 'plugin-worker.js';

/** The same in both hooks of a run, which may be in two processes. */
function folderOf({ id, workspaceRoot }) {
  const name = createHash('sha256').update(`${id}\0${workspaceRoot}`).digest('hex').slice(0, 32);
  return join(tmpdir(), `nx-sluice-${name}`);
}

function publishesMany({ argv }, nodes) {
  const request = requestOf(argv);
  if (!request?.isOfMany) return false;
  return asksFor(request, nodes).some(({ data }) =>
    request.targets.some((target) => publishing(data.targets ?? {}, target).length > 0),
  );
}

/** Makes the folder in which `publish-s3` is to leave a line about what it did; nothing where the run does not publish. */
function collectPublished(context, nodes = projectNodes()) {
  if (!known(() => publishesMany(context, nodes), false)) return undefined;
  return known(() => {
    const folder = folderOf(context);
    // Not recursive: a folder that someone else made is not used.
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }, undefined);
}

function readPublished(folder) {
  const names = known(() => readdirSync(folder), undefined);
  const read = (name) => known(() => [JSON.parse(readFileSync(join(folder, name), 'utf8'))], []);
  return names?.flatMap(read).sort((one, other) => (one.project < other.project ? -1 : 1));
}

/** Lines on what was published, what was left as it was, and what failed; none where nothing was to be published. */
function summaryLines(published, taskResults, nodes) {
  const failed = Object.values(taskResults)
    .filter(({ status }) => status === 'failure' || status === 'skipped')
    .filter(({ task }) => isPublishing(nodes[task.target.project]?.data.targets?.[task.target.target]))
    .filter(({ task }) => published.every(({ project }) => project !== task.target.project))
    .map(({ status, task }) => ({
      project: task.target.project,
      text: status === 'failure' ? 'failed.' : 'was not run: a task before it failed.',
    }));
  const written = published.filter(({ isUnchanged }) => !isUnchanged);
  const counts = [
    [written.length, 'published'],
    [published.length - written.length, 'unchanged'],
    [failed.length, 'not published'],
  ];
  const parts = counts.filter(([count], index) => index === 0 || count > 0).map((one) => one.join(' '));
  const lines = [...published, ...failed].map(({ project, text }) => `  ${project}: ${text}`);
  return [`sluice: ${parts.join(', ')}${lines.length === 0 ? '.' : ':'}`, ...lines];
}

/** Prints the summary of a run for which `collectPublished` made a folder, and removes the folder. */
async function printPublished(context, nodes = projectNodes(), stream = process.stdout) {
  const folder = folderOf(context);
  const published = readPublished(folder);
  if (published === undefined) return;
  rmSync(folder, { recursive: true, force: true });
  const lines = summaryLines(published, context.taskResults ?? {}, nodes);
  await new Promise((resolve) => stream.write(`\n${lines.join('\n')}\n\n`, resolve));
  // Nx ends such a process when this resolves, whether or not it has read its pipe.
  if (isPluginProcess()) await delay(untilReadMs);
}

module.exports = { collectPublished, printPublished, summaryLines };
