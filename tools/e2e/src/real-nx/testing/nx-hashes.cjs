// One process of the real Nx that packs the workspace that it works in and hashes the task that packs it, whenever the
// parent asks for it. A process for each question would cost a second.
const { readFileSync, utimesSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { createProjectGraphAsync } = require('@nx/devkit');
const { readNxJson } = require('nx/src/config/nx-json');
const checks = require('nx/src/hasher/check-task-files');
const { createTaskHasher } = require('nx/src/hasher/create-task-hasher');
const { createTaskGraph } = require('nx/src/tasks-runner/create-task-graph');
const { resetWorkspaceContext } = require('nx/src/utils/workspace-context');

const executor = resolve(__dirname, '../../../../../dist/nx-sluice/lib/package-archive');
const packageArchive = require(executor).default;

const root = process.cwd();
const task = 'app:package';
let seconds = Date.now() / 1000;

/** With a time of its own: Nx reads no file again that has the time it had, to the second. */
function write(path, bytes) {
  writeFileSync(join(root, path), bytes);
  seconds += 2;
  utimesSync(join(root, path), seconds, seconds);
}

async function load() {
  resetWorkspaceContext();
  const projectGraph = await createProjectGraphAsync({ exitOnError: false });
  const taskGraph = createTaskGraph(projectGraph, {}, ['app'], ['package'], undefined, {});
  return { projectGraph, taskGraph, nxJson: readNxJson(root) };
}

async function hash() {
  const { projectGraph, taskGraph, nxJson } = await load();
  const hasher = createTaskHasher(projectGraph, nxJson, {});
  return (await hasher.hashTask(taskGraph.tasks[task], taskGraph, process.env)).value;
}

const answers = {
  /** Writes files, then runs the task. */
  async pack({ files }) {
    for (const [path, text] of Object.entries(files)) write(path, text);
    const { projectGraph, taskGraph, nxJson } = await load();
    const names = { projectName: 'app', targetName: 'package' };
    const context = { root, cwd: root, projectGraph, taskGraph, nxJsonConfiguration: nxJson, ...names };
    let refusal = '';
    const print = process.stderr.write;
    process.stderr.write = (text, ...rest) => {
      refusal += text;
      // The executor waits until what it printed has left.
      const written = rest.at(-1);
      if (typeof written === 'function') written();
      return true;
    };
    await packageArchive(projectGraph.nodes.app.data.targets.package.options, context);
    process.stderr.write = print;
    return refusal;
  },
  /** The files that Nx names as inputs. */
  async inputs() {
    checks._resetContextForTesting();
    return (await checks.getTaskRawInputs(task)).files;
  },
  /** What `nx show target inputs --check` says is no input. */
  async unmatched({ paths }) {
    checks._resetContextForTesting();
    return (await checks.checkFilesAreInputs(task, paths)).unmatched;
  },
  /** The files that may change while the hash remains. */
  async unseen({ paths }) {
    const before = await hash();
    const unseen = [];
    for (const path of paths) {
      const bytes = readFileSync(join(root, path));
      write(path, Buffer.concat([bytes, Buffer.from('\n')]));
      if ((await hash()) === before) unseen.push(path);
      write(path, bytes);
    }
    if ((await hash()) !== before) throw new Error('The hash differs though all files are as before.');
    return unseen;
  },
};

process.on('message', (question) => {
  answers[question.ask](question).then(
    (answer) => process.send({ answer }),
    (error) => process.send({ error: error.stack }),
  );
});
