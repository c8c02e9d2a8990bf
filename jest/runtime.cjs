const { AsyncLocalStorage } = require('node:async_hooks');
const { Script } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/** By file, what this process compiled for one suite and can use for the next: the source, and a script of V8. */
const compiled = new Map();

/** The stores of async context that the suite which runs now has used. */
const storesInUse = new Set();
for (const method of ['run', 'enterWith']) {
  const original = AsyncLocalStorage.prototype[method];
  AsyncLocalStorage.prototype[method] = function (...args) {
    storesInUse.add(this);
    return original.apply(this, args);
  };
}

/** What makes Jest slower than it must be when a process runs hundreds of suites. */
module.exports = class FastRuntime extends Runtime {
  constructor(config, environment, resolver, transformer, cacheFS, coverageOptions, testPath, globalConfig) {
    super(config, environment, resolver, transformer, cacheFS, coverageOptions, testPath, globalConfig);
    this.shareScripts(environment, testPath);
  }

  /**
   * Jest evaluates each module again for each suite, as it must. It also compiles each again, although a script of V8
   * belongs to no realm: compiled once, it serves all suites, together with those functions that ran before.
   */
  shareScripts(environment, testPath) {
    const { executor } = this;
    const compile = executor.compile.bind(executor);
    const head = `(function (${executor.injectedModuleParameters.join(', ')}) {`;

    executor.compile = (source, filename) => {
      const realm = environment.getVmContext();
      // No other suite evaluates a spec.
      if (realm === null || filename === testPath) return compile(source, filename);
      const known = compiled.get(filename);
      if (known?.head === head && known.source === source) return known.script.runInContext(realm);
      const script = scriptOf(`${head}${source}\n})`, filename, head.length);
      // Jest explains what is wrong with it.
      if (script === undefined) return compile(source, filename);
      compiled.set(filename, { head, source, script });
      return script.runInContext(realm);
    };
  }

  /**
   * Jest makes a store of async context for each suite, and never disables it. Up to Node 22 each store that was used once
   * is written to every promise from then on (findings/jest-slows-down-with-each-suite.sh).
   */
  teardown() {
    super.teardown();
    for (const store of storesInUse) store.disable();
    storesInUse.clear();
  }
};

function scriptOf(text, filename, headLength) {
  try {
    return new Script(text, { filename, columnOffset: -headLength });
  } catch {
    return undefined;
  }
}
