// Adds the files of each asset to the inputs of the target that packs them, so that Nx's hash and `nx affected` see them.
// Nx loads this in every command: it is plain JavaScript and requires nothing that Nx has not loaded already.
const { readFileSync } = require('node:fs');
const { basename, dirname, join, posix } = require('node:path');

const executor = 'nx-sluice:package-archive';

/** By a package manager. Nx leaves node_modules out of what it hashes of builds: what is installed there, this tells. */
const lockfiles =
  '{workspaceRoot}/{package-lock.json,npm-shrinkwrap.json,pnpm-lock.yaml,yarn.lock,bun.lock,bun.lockb}';

/**
 * What the archive's bytes come from: the assets' files, and whatever tasks before it have built. What an asset ignores
 * is among them: an exclusion would take it from every other input, too.
 */
function inputsOf({ assets = [], sources = false } = {}) {
  const built = { dependentTasksOutputFiles: '**/*', transitive: true };
  const patterns = assets
    .filter(({ input }) => typeof input === 'string')
    .map(({ input, glob = '**/*' }) => `{workspaceRoot}/${posix.join(input.replaceAll('\\', '/'), glob)}`);
  // Nx hashes the compiler options of the root tsconfig in each task, and names the file as an input that is packed whole.
  const configs = ['tsconfig.base.json', 'tsconfig.json'].map((name) => `{workspaceRoot}/${name}`);
  return [...new Set([...patterns, ...(sources === true ? configs : [])]), lockfiles, built];
}

/** Nx allows comments in project.json; its own parser is loaded only where there are some. */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return require('@nx/devkit').parseJson(text);
  }
}

function targetsOf(path, text) {
  const json = parse(text);
  return (basename(path) === 'package.json' ? json.nx?.targets : json.targets) ?? {};
}

function nodesOf(path, { workspaceRoot, nxJsonConfiguration = {} }) {
  const text = readFileSync(join(workspaceRoot, path), 'utf8');
  const defaults = nxJsonConfiguration.targetDefaults ?? {};
  const isPackaging = ([name, target]) => (target.executor ?? defaults[name]?.executor) === executor;
  // Most projects pack nothing: their files are not even parsed.
  if (!text.includes('"targets"')) return {};
  const packing = Object.entries(targetsOf(path, text)).filter(isPackaging);
  if (packing.length === 0) return {};
  const targets = packing.map(([name, target]) => [name, { inputs: inputsOf(target.options) }]);
  return { projects: { [dirname(path)]: { targets: Object.fromEntries(targets) } } };
}

const createNodes = [
  '**/{project,package}.json',
  (paths, _options, context) => {
    // Below `sluice cache`, in a run that stores nothing, such as Deploy.
    if (process.env.SLUICE_WORKSPACE_DATA === 'take')
      require('./early-check.cjs').askEarly(process.argv, context.workspaceRoot);
    const nodes = paths.map((path) => {
      try {
        return [path, nodesOf(path, context)];
      } catch {
        // What is no JSON is for Nx to report.
        return [path, {}];
      }
    });
    if (!process.env.SLUICE_WORKSPACE_DATA) return nodes;
    // After this, Nx reads what it knows of the files from before.
    return require('./workspace-data.cjs')
      .takeWorkspaceData()
      .then(() => nodes);
  },
];

/** Only a run of tasks needs these files, so that no other command loads them. */
async function preTasksExecution(_options, context) {
  // For the provenance of what is published.
  process.env.SLUICE_STARTED_AT = new Date().toISOString();
  await require('./early-check.cjs').refuseDirtyTree(context);
  const folder = require('./publish-summary.cjs').collectPublished(context);
  // Nx hands on to the tasks what a hook sets.
  if (folder !== undefined) process.env.SLUICE_PUBLISHED_FOLDER = folder;
}

async function postTasksExecution(_options, context) {
  await require('./task-inputs.cjs').sendTaskInputs(context);
  await require('./workspace-data.cjs').leaveWorkspaceData();
  await require('./publish-summary.cjs').printPublished(context);
}

// One by one, as Node finds the names of an object's properties for `import` only where all their values are names.
exports.name = 'nx-sluice';
exports.createNodes = createNodes;
exports.createNodesV2 = createNodes;
exports.preTasksExecution = preTasksExecution;
exports.postTasksExecution = postTasksExecution;
