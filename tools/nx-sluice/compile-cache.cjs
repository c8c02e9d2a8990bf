// Loads the compiled files of this package with what V8 kept of them from an earlier process: to compile them again takes a
// third of the time in which a small command runs. From 22.1 on, Node does so itself. Before, code for each file of lib/
// lies in node_modules/.cache, where only those can write who can write this package too.
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { basename, dirname, join } = require('node:path');
const { cachedDataVersionTag } = require('node:v8');
const { Script } = require('node:vm');
const { crc32 } = require('node:zlib');

const lib = join(__dirname, 'lib');

/** As Node wraps a module of CommonJS. */
const head = '(function (exports, require, module, __filename, __dirname) { ';

/** The variable of Node for its own cache. */
const isDisabled = process.env.NODE_DISABLE_COMPILE_CACHE === '1';

/** Changes with the version of V8 and its flags, which code is good for. */
const versionTag = cachedDataVersionTag();

const requireNative = Module.createRequire(join(lib, 'cli.js'));

/** Of this process; found when it is needed first. */
let folder;

/** What was compiled in this process without a valid entry, by the path of the entry. */
const uncached = new Map();

/**
 * @param {string} name of a file of lib/, without `.js`
 * @returns {any} its exports
 * @throws whatever the module throws
 */
function loadCompiled(name) {
  const file = join(lib, `${name}.js`);
  Module.enableCompileCache?.();
  if (Module.enableCompileCache !== undefined || isDisabled) return requireNative(file);
  if (folder === undefined) {
    folder = join(
      nearestModules(),
      '.cache/nx-sluice/compiled',
      `${process.version}-${process.arch}-${versionTag}`,
    );
    process.once('exit', save);
  }
  return load(file);
}

/** The folder node_modules in which this package is, or which its workspace has. */
function nearestModules() {
  for (let at = __dirname; dirname(at) !== at; at = dirname(at)) {
    if (basename(at) === 'node_modules') return at;
    if (existsSync(join(at, 'node_modules'))) return join(at, 'node_modules');
  }
  return join(__dirname, 'node_modules');
}

/** One instance of each module, whoever requires it. */
function load(file) {
  const known = require.cache[file];
  if (known !== undefined) return known.exports;
  const source = readFileSync(file, 'utf8');
  // ES modules can be imported only from what Node has compiled itself.
  if (source.includes('import(')) return requireNative(file);
  const run = compile(file, source, join(folder, `${basename(file)}.bin`));
  const loaded = new Module(file, module);
  Object.assign(loaded, { filename: file, paths: module.paths });
  require.cache[file] = loaded;
  const requireHere = (id) => (/^\.\/[^/]+\.js$/.test(id) ? load(join(lib, id)) : requireNative(id));
  Object.assign(requireHere, { resolve: requireNative.resolve, cache: require.cache, main: require.main });
  try {
    run.call(loaded.exports, loaded.exports, requireHere, loaded, file, lib);
  } catch (error) {
    delete require.cache[file];
    throw error;
  }
  loaded.loaded = true;
  return loaded.exports;
}

function compile(filename, source, entry) {
  // V8 itself compares no more than the length of the source.
  const sum = crc32(source);
  const cachedData = readEntry(entry, sum);
  const script = new Script(`${head}${source}\n})`, {
    filename,
    columnOffset: -head.length,
    cachedData,
  });
  if (cachedData === undefined || script.cachedDataRejected) uncached.set(entry, { script, sum });
  return script.runInThisContext();
}

/** An entry: CRC-32 of the source, CRC-32 of the code, then the code. What a power cut leaves of it is none. */
function readEntry(entry, sum) {
  try {
    const bytes = readFileSync(entry);
    const code = bytes.subarray(8);
    return bytes.readUInt32LE(0) === sum && bytes.readUInt32LE(4) === crc32(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** When all is done: a function is compiled when it is called first. */
function save() {
  // Somebody has changed V8's flags meanwhile, as packing does: it would not be taken again.
  if (uncached.size === 0 || cachedDataVersionTag() !== versionTag) return;
  try {
    mkdirSync(folder, { recursive: true });
    for (const [entry, { script, sum }] of uncached)
      writeWhole(entry, entryOf(script.createCachedData(), sum));
  } catch {
    // Nobody may write there, or the disk is full: then each process compiles.
  }
}

function entryOf(code, sum) {
  const sums = Buffer.alloc(8);
  sums.writeUInt32LE(sum, 0);
  sums.writeUInt32LE(crc32(code), 4);
  return Buffer.concat([sums, code]);
}

function writeWhole(file, bytes) {
  const temporary = `${file}.${process.pid}`;
  try {
    writeFileSync(temporary, bytes);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

module.exports = { loadCompiled };
