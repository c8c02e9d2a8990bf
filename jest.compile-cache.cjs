// Loaded first by each process of Node that tests start (NODE_OPTIONS): keeps what V8 compiled for the next process of
// the same program. Most of what `nx` and `sluice` take to start is compiling. Node does so itself from version 22.1 on
// (NODE_COMPILE_CACHE), and this file is not needed there.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join, sep } = require('node:path');
const { constants, Script } = require('node:vm');
const { isMainThread } = require('node:worker_threads');

const folder = join(__dirname, 'node_modules/.cache/compiled');
const program = process.argv[1] ?? '';
/** What changes seldom, and is large: packages, and the compiled plugin. */
const isKept = (path) => path.includes(`${sep}node_modules${sep}`) || path.includes(`${sep}dist${sep}nx-sluice${sep}`);
const digest = (text) => createHash('sha1').update(text).digest('base64');

if (isMainThread && isKept(program)) keepCompiled(join(folder, createHash('sha1').update(program).digest('hex')));

function keepCompiled(file) {
  const kept = read(file);
  /** What was compiled by this process. */
  const added = new Map();
  const compile = Module.prototype._compile;

  Module.prototype._compile = function (content, filename, ...rest) {
    const script = isKept(filename) ? scriptOf(content, filename) : undefined;
    if (script === undefined) return compile.call(this, content, filename, ...rest);
    const require = requireOf(this);
    const args = [this.exports, require, this, filename, dirname(filename)];
    return Reflect.apply(script.runInThisContext(), this.exports, args);
  };

  function scriptOf(content, filename) {
    const source = digest(content);
    const known = kept.get(filename);
    const cachedData = known?.source === source ? known.data : undefined;
    try {
      const script = new Script(Module.wrap(content), {
        filename,
        cachedData,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
      if (cachedData === undefined || script.cachedDataRejected) added.set(filename, { source, script });
      return script;
    } catch {
      // An ES module, or no JavaScript: Node knows what to do.
      return undefined;
    }
  }

  process.once('exit', () => {
    if (added.size <= kept.size / 20) return;
    for (const [filename, { source, script }] of added) kept.set(filename, { source, data: script.createCachedData() });
    write(file, kept);
  });
}

function requireOf(module) {
  const require = (id) => module.require(id);
  require.resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  require.resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  return Object.assign(require, { main: process.mainModule, extensions: Module._extensions, cache: Module._cache });
}

/** The length of a list in JSON, the list, and what it lists: `[path, digest of its source, start, end]`. */
function read(file) {
  try {
    const bytes = readFileSync(file);
    const start = 4 + bytes.readUInt32LE(0);
    const list = JSON.parse(bytes.toString('utf8', 4, start));
    return new Map(list.map(([path, source, from, to]) => [path, { source, data: bytes.subarray(start + from, start + to) }]));
  } catch {
    return new Map();
  }
}

function write(file, kept) {
  let end = 0;
  const list = [...kept].map(([path, { source, data }]) => [path, source, end, (end += data.length)]);
  const head = Buffer.from(JSON.stringify(list));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  try {
    mkdirSync(folder, { recursive: true });
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, Buffer.concat([length, head, ...[...kept.values()].map(({ data }) => data)]));
    renameSync(partial, file);
  } catch {
    // Then the next process compiles again.
  }
}
