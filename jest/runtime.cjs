const asyncHooks = require('node:async_hooks');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');
const { default: Runtime } = require('jest-runtime');
const { keepChanges } = require('./baseline.cjs');

// The modules of a suite are evaluated for that suite alone. Jest runs in one process where it is told to.
require('./optimize-late.cjs');

/** By path, what this process transformed or compiled for one suite and can use for the next, with its source. */
const transformed = new Map();
const compiled = new Map();

/** By path, the packages that this process loaded. */
const packages = new Map();

const inPackage = /[\\/]node_modules[\\/]/;

/** The part of Jest that describes and runs the tests of one suite: evaluated for each, as it has its state. */
const circus = join(dirname(require.resolve('jest-circus')), 'jestAdapterInit.js');

/**
 * What Jest asks which test an error came from. It makes such a store for each suite, and never disables it. Up to Node
 * 22 each store that was used once makes every promise slower from then on (findings/jest-slows-down-with-each-suite.sh).
 * Our tests run one after the other, so that a variable will do: what one leaves behind fails the test that runs by then.
 */
class SequentialStorage {
  run(store, callback) {
    this.store = store;
    return callback();
  }

  getStore() {
    return this.store;
  }
}

/** What makes Jest slower than it must be when a process runs hundreds of suites. */
module.exports = class FastRuntime extends Runtime {
  constructor(config, environment, ...others) {
    super(config, environment, ...others);
    /** Whether the suite runs in the realm of this process (environment.cjs). */
    this.isInSharedRealm = environment.global === globalThis;
    this.sharesPackages = this.isInSharedRealm;
    this.shareTransforms(JSON.stringify(config.transform));
    this.shareScripts();
  }

  requireModule(from, moduleName, ...others) {
    if (from === circus && moduleName === 'node:async_hooks') {
      return { ...asyncHooks, AsyncLocalStorage: SequentialStorage };
    }
    if (this.canShare(moduleName)) {
      const path = this._resolution.resolveCjs(from, moduleName);
      if (inPackage.test(path) && path !== circus) return requirePackage(path);
    }
    return super.requireModule(from, moduleName, ...others);
  }

  /** A suite that mocks a module, or wants modules evaluated again, has its own packages. */
  canShare(moduleName) {
    return (
      this.sharesPackages &&
      this.mockState.explicitCjsMock.size === 0 &&
      !this.registries.isIsolated() &&
      !(moduleName && this._resolution.isCoreModule(moduleName))
    );
  }

  resetModules() {
    super.resetModules();
    this.sharesPackages = false;
  }

  /** Jest would look for each file of each suite in its cache on disk, and for each project transform it again. */
  shareTransforms(configuration) {
    const { transformCache } = this;
    const transform = transformCache.transform.bind(transformCache);

    transformCache.transform = (filename, options) => {
      if (options?.isInternalModule) return transform(filename, options);
      const source = transformCache.fileCache.readFile(filename);
      const known = transformed.get(filename);
      if (known?.source !== source || known.configuration !== configuration) {
        transform(filename, options);
        transformed.set(filename, { source, configuration, result: transformCache.transforms.get(filename) });
        return transformed.get(filename).result.code;
      }
      transformCache.transforms.set(filename, known.result);
      if (known.result.sourceMapPath) transformCache.sourceMaps.set(filename, known.result.sourceMapPath);
      return known.result.code;
    };
  }

  /**
   * Jest evaluates each module again for each suite, as it must. It also compiles each again, although a script of V8
   * belongs to no realm: compiled once, it serves all suites, together with those functions that ran before.
   */
  shareScripts() {
    const { executor, _environment: environment } = this;
    const compile = executor.compile.bind(executor);
    const head = `(function (${executor.injectedModuleParameters.join(', ')}) {`;

    executor.compile = (source, filename) => {
      // To ask for it makes a realm: a millisecond and half a megabyte for each suite.
      const realm = this.isInSharedRealm ? undefined : environment.getVmContext();
      if (realm === null) return compile(source, filename);
      const known = compiled.get(filename);
      const script =
        known?.head === head && known.source === source
          ? known.script
          : scriptOf(`${head}${source}\n})`, filename, head.length);
      // Jest explains what is wrong with it.
      if (script === undefined) return compile(source, filename);
      // No other suite evaluates a spec.
      if (filename !== this._testPath) compiled.set(filename, { head, source, script });
      return this.isInSharedRealm ? script.runInThisContext() : script.runInContext(realm);
    };
  }
};

function requirePackage(path) {
  if (!packages.has(path))
    packages.set(
      path,
      keepChanges(() => require(path)),
    );
  return packages.get(path);
}

function scriptOf(text, filename, headLength) {
  try {
    return new Script(text, { filename, columnOffset: -headLength });
  } catch {
    return undefined;
  }
}
