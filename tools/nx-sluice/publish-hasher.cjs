// Tells `publish-s3` the hashes of the tasks before it: from 23.3 on, Nx leaves them out of the graph that executors get.
// Nx calls the hasher of an executor in its own process once all tasks before have ended, with the variables of that task.

const { createHash } = require('node:crypto');
const { tasksBefore } = require('./tasks-before.cjs');

/** Characters; Linux takes 131,072 bytes in one variable. */
const longest = 100_000;

/** With what Nx hashed for each, where that fits: it only helps to explain. Nothing where the hashes alone do not fit. */
function describe(ids, { tasks }) {
  const fields = (names) =>
    JSON.stringify(
      Object.fromEntries(
        ids.map((id) => [id, Object.fromEntries(names.map((name) => [name, tasks[id]?.[name]]))]),
      ),
    );
  const texts = [fields(['hash', 'hashDetails']), fields(['hash'])];
  return texts.find((text) => Buffer.byteLength(text) <= longest);
}

/** As Nx reads it. */
const isBatch = () =>
  process.env.NX_BATCH_MODE === 'true' || process.argv.some((word) => /^--batch(=true)?$/.test(word));

/** What Nx hashes of a task takes it 10 ms, and a publication, which is in no cache, is only named by it. */
function nameOf({ id, overrides }, told) {
  const value = createHash('sha256')
    .update(JSON.stringify([id, overrides, told]))
    .digest('hex');
  return { value, details: { command: value, nodes: {}, implicitDeps: {}, runtime: {} } };
}

module.exports = async function hashPublish(task, { hasher, taskGraph, env }) {
  const told = describe(tasksBefore(task.id, taskGraph), taskGraph);
  if (told !== undefined) {
    env.SLUICE_TASK_HASHES = told;
    // A batch gets no variables of its tasks, but the tasks, of which Nx leaves out what it has hashed itself. Only there: before
    // 23.3, Nx sends all tasks to the process of each.
    if (isBatch()) task.hashesBefore = told;
  }
  return task.cache === true ? hasher.hashTask(task, taskGraph, env) : nameOf(task, told);
};
