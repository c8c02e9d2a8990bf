// Leaves in the cache what Nx hashed for each task of a run, so that a later run of the same commit can tell why it has
// another hash.
const { createHash } = require('node:crypto');
const { gzipSync } = require('node:zlib');
const { askCache } = require('./cache-client.cjs');

/** Bytes, compressed: some thousand tasks. What is larger is left out. */
const mostBytes = 2 ** 20;

const timeoutMs = 5_000;

/** Under which `sluice cache` keeps them beside the entries. */
const nameFor = (commit) => `inputs-${commit}`;

/**
 * A digest for the name of each input of a task, such as `npm:vite`, `env:FOO` or a pattern of files. Values are in
 * none of them: Nx's hash of each is hashed again, with the commit, so that digests of two commits cannot be compared.
 */
function digestsOf({ hashDetails }, commit) {
  const { command, nodes, implicitDeps, runtime } = hashDetails ?? {};
  const named = Object.entries({ command, ...nodes, ...implicitDeps, ...runtime });
  const digest = (name, value) =>
    createHash('sha256').update(`${commit}\0${name}\0${value}`).digest('hex').slice(0, 8);
  return Object.fromEntries(named.map(([name, value]) => [name, digest(name, value)]));
}

/** Sends them once per run of Nx, where `sluice cache` stores entries. Whatever goes wrong, the run stays as it is. */
async function sendTaskInputs({ taskResults = {} }, env = process.env) {
  const { SLUICE_CACHE_INPUTS: commit, NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server } = env;
  if (!commit || !server) return;
  try {
    const tasks = Object.values(taskResults)
      .filter(({ status }) => status !== 'failure' && status !== 'skipped' && status !== 'stopped')
      .map(({ task }) => task)
      .filter(({ cache, hashDetails, outputs = [] }) => cache === true && hashDetails && outputs.length > 0);
    if (tasks.length === 0) return;
    const inputs = Object.fromEntries(tasks.map((task) => [task.id, digestsOf(task, commit)]));
    const body = gzipSync(JSON.stringify({ tasks: inputs }));
    if (body.length > mostBytes) return;
    await askCache(`/v1/cache/${nameFor(commit)}`, { body, timeoutMs }, env);
  } catch {
    // It would only have helped to explain.
  }
}

module.exports = { digestsOf, nameFor, sendTaskInputs };
