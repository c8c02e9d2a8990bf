// expect keeps its state at the global object, and is loaded once (runtime.cjs).
require('@jest/expect');
const { installCommonGlobals } = require('jest-util');

const { process } = globalThis;
installCommonGlobals(globalThis, {});
// Jest puts a copy there, which differs from what packages and children see.
globalThis.process = process;

const stateOfExpect = globalThis[Symbol.for('$$jest-matchers-object')];

/** Jest sets these for each suite, and leaves them for errors that come late. */
const keptOfError = ['prepareStackTrace', 'stackTraceLimit'];

/** What a suite can change by assigning to a property, and each suite after it would see. */
const objects = new Set([
  globalThis,
  ...builtins(),
  process,
  process.argv,
  process.stdout,
  process.stderr,
  stateOfExpect,
  ...Object.values(stateOfExpect),
]);

/** The realm of this process before the first suite. */
let baseline = capture();

/** Loads a package. What that does to the realm stays, as it happens once. */
exports.keepChanges = function keepChanges(load) {
  const before = capture();
  try {
    return load();
  } finally {
    const after = capture();
    baseline = {
      ...baseline,
      properties: new Map(
        [...objects].map((object) => [
          object,
          withChanges(
            baseline.properties.get(object),
            before.properties.get(object),
            after.properties.get(object),
          ),
        ]),
      ),
      listeners: [...baseline.listeners, ...after.listeners.filter((one) => !has(before.listeners, one))],
    };
  }
};

/** Undoes what suites changed: globals and what is built in, listeners of the process, its environment and folder. */
exports.restore = function restore() {
  for (const object of objects) restoreProperties(object, baseline.properties.get(object));
  for (const listener of listeners()) {
    if (!has(baseline.listeners, listener)) process.removeListener(listener.event, listener.call);
  }
  for (const name of Object.keys(process.env)) if (!(name in baseline.env)) delete process.env[name];
  for (const [name, value] of Object.entries(baseline.env)) {
    if (process.env[name] !== value) process.env[name] = value;
  }
  process.chdir(baseline.folder);
  process.umask(baseline.umask);
};

function capture() {
  return {
    properties: new Map([...objects].map((object) => [object, propertiesOf(object)])),
    listeners: listeners(),
    env: { ...process.env },
    folder: process.cwd(),
    umask: process.umask(),
  };
}

/** What JavaScript and Node have at the global object, and the prototypes of the classes among it. */
function builtins() {
  const values = Object.values(Object.getOwnPropertyDescriptors(globalThis))
    .map(({ value }) => value)
    .filter((value) => Object(value) === value);
  return values.flatMap((value) =>
    typeof value === 'function' && Object(value.prototype) === value.prototype
      ? [value, value.prototype]
      : [value],
  );
}

function listeners() {
  return process
    .eventNames()
    .flatMap((event) => process.rawListeners(event).map((call) => ({ event, call })));
}

function has(list, { event, call }) {
  return list.some((one) => one.event === event && one.call === call);
}

function propertiesOf(object) {
  const keys = Reflect.ownKeys(object).filter((key) => object !== Error || !keptOfError.includes(key));
  return new Map(keys.map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]));
}

function withChanges(baseline, before, after) {
  const changed = [...after].filter(([key, property]) => !isSame(before.get(key), property));
  return changed.length === 0 ? baseline : new Map([...baseline, ...changed]);
}

function restoreProperties(object, properties) {
  const now = propertiesOf(object);
  // Node and packages of Jest define a few for good.
  for (const key of now.keys()) if (!properties.has(key)) Reflect.deleteProperty(object, key);
  for (const [key, property] of properties) {
    if (!isSame(now.get(key), property)) Object.defineProperty(object, key, property);
  }
}

function isSame(one, other) {
  return (
    one !== undefined &&
    Object.is(one.value, other.value) &&
    one.get === other.get &&
    one.set === other.set &&
    one.writable === other.writable &&
    one.enumerable === other.enumerable
  );
}
