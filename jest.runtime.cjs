const { Script } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/** By file, what this process compiled for one suite and can use for the next: the source, and a script of V8. */
const compiled = new Map();

/**
 * Jest evaluates each module again for each suite, as it must. It also compiles each again, although a script of V8
 * belongs to no realm: compiled once, it serves all suites, together with those functions that ran before.
 */
module.exports = class SharedScriptsRuntime extends Runtime {
  constructor(config, environment, resolver, transformer, cacheFS, coverageOptions, testPath, globalConfig) {
    super(config, environment, resolver, transformer, cacheFS, coverageOptions, testPath, globalConfig);
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
};

function scriptOf(text, filename, headLength) {
  try {
    return new Script(text, { filename, columnOffset: -headLength });
  } catch {
    return undefined;
  }
}
