// Which tasks of Nx come before another one.

/** A dependency is the id of a task; from 24.0 on, Nx has an object with the id. */
const idOf = (dependency) => (typeof dependency === 'string' ? dependency : dependency.id);

/** The ids of all tasks before this one. @throws TypeError for a graph of another form, which must not look empty. */
function tasksBefore(id, { dependencies }) {
  const seen = new Set();
  const pending = [id];
  for (let task = pending.pop(); task !== undefined; task = pending.pop()) {
    for (const before of (dependencies[task] ?? []).map(idOf)) {
      if (typeof before !== 'string') throw new TypeError('The graph of tasks has an unknown form.');
      if (seen.has(before)) continue;
      seen.add(before);
      pending.push(before);
    }
  }
  return [...seen];
}

module.exports = { tasksBefore };
