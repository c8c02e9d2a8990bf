// Hands on what Nx finds out about the files of a commit: which packages and projects each imports, and what the lockfile's
// packages depend on. CI leaves it beside the entries of the cache; a later run in a fresh clone of the same commit takes it.
// Nx compares all of it with what is there before it uses it: the hash of each file, of the lockfile and of the packages, its own
// version, the projects, their plugins and the paths of tsconfig. Whatever goes wrong, it finds out everything itself.
const { mkdirSync, readFileSync, renameSync, writeFileSync, existsSync } = require('node:fs');
const { join } = require('node:path');
const { gunzipSync, gzipSync } = require('node:zlib');
const { askCache } = require('./cache-client.cjs');

/** In the order in which they are written: a hash says that the file before it is there. */
const names = ['parsed-lock-file.dependencies.json', 'lockfile-dependencies.hash', 'file-map.json'];

/** Bytes, compressed: some hundred thousand files. */
const mostBytes = 16 * 2 ** 20;
const mostBytesOfAll = 512 * 2 ** 20;

/** Nx waits for it, and would find out the same by itself. */
const restoreTimeoutMs = 2_000;
const sendTimeoutMs = 5_000;

const path = '/v1/workspace-data';

/** Set by `sluice cache`: whether this run takes what is there, or leaves it. */
const variable = 'SLUICE_WORKSPACE_DATA';

/** Of Nx's own modules, as it has loaded this one already. */
const folderOfNx = () => require('nx/src/utils/cache-directory').workspaceDataDirectory;

/** Writes the files that are not there yet. */
async function takeWorkspaceData(env = process.env, folder = folderOfNx) {
  if (env[variable] !== 'take' || !env.NX_SELF_HOSTED_REMOTE_CACHE_SERVER) return;
  try {
    const to = folder();
    if (existsSync(join(to, 'file-map.json'))) return;
    const body = await askCache(path, { timeoutMs: restoreTimeoutMs }, env);
    if (body === undefined) return;
    const files = JSON.parse(gunzipSync(body, { maxOutputLength: mostBytesOfAll }));
    mkdirSync(to, { recursive: true });
    for (const name of names) if (typeof files[name] === 'string') writeNew(join(to, name), files[name]);
  } catch {
    // Then there is nothing to take.
  }
}

/** Whole or not at all. */
function writeNew(file, text) {
  if (existsSync(file)) return;
  const temporary = `${file}~${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/** Once per run of Nx, where `sluice cache` stores entries. */
async function leaveWorkspaceData(env = process.env, folder = folderOfNx) {
  if (env[variable] !== 'leave' || !env.NX_SELF_HOSTED_REMOTE_CACHE_SERVER) return;
  try {
    const from = folder();
    const read = (name) => readFileSync(join(from, name), 'utf8');
    const files = { [names.at(-1)]: read(names.at(-1)) };
    for (const name of names.slice(0, -1)) if (existsSync(join(from, name))) files[name] = read(name);
    const body = gzipSync(JSON.stringify(files));
    if (body.length <= mostBytes) await askCache(path, { body, timeoutMs: sendTimeoutMs }, env);
  } catch {
    // A later run does without it.
  }
}

module.exports = { leaveWorkspaceData, takeWorkspaceData };
