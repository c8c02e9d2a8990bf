const ByProject = require('./by-project.cjs');

/** The project is the first letter. */
function testsOf(...names) {
  return names.map((path) => ({ path, duration: 1000, context: { config: { id: path[0] } } }));
}

const taken = (waiting, ...lanes) => lanes.map((lane) => waiting.takeFor(lane)?.path);

it('keeps a process at the projects that it has begun, and begins one that no other has', () => {
  const waiting = new ByProject(testsOf('a1', 'a2', 'b1', 'a3', 'b2'));
  expect(taken(waiting, 0, 1, 1, 0)).toEqual(['a1', 'b1', 'b2', 'a2']);
});

it('lets a process help another when it has nothing else to do', () => {
  const waiting = new ByProject(testsOf('a1', 'a2', 'b1', 'a3'));
  expect(taken(waiting, 0, 1, 1, 0, 1)).toEqual(['a1', 'b1', 'a2', 'a3', undefined]);
});

it('begins a long test as soon as a process is free, whatever its project', () => {
  const [first, second, third] = testsOf('a1', 'a2', 'b1');
  const waiting = new ByProject([{ ...first, duration: 90_000 }, { ...second, duration: 80_000 }, third]);
  expect(taken(waiting, 0, 1, 1, 0)).toEqual(['a1', 'a2', 'b1', undefined]);
});
