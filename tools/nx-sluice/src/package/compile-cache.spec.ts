import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

let workspace: string;
let installed: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(installed, path)), { recursive: true });
  writeFileSync(join(installed, path), text);
}

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'sluice-compile-cache-'));
  installed = join(workspace, 'node_modules/small');
  write('lib/main.js', "exports.greeting = require('./chunk-words.js').hello('world');\n");
  write('lib/chunk-words.js', "exports.hello = (name) => 'hello ' + name;\n");
  write('start.js', "console.log(require('./compile-cache.cjs').loadCompiled('main').greeting);\n");
  // As before 22.1, where Node has no such cache of its own.
  write('older-node.js', "delete require('node:module').enableCompileCache;\n");
  copyFileSync(resolve(__dirname, '../../compile-cache.cjs'), join(installed, 'compile-cache.cjs'));
});
afterEach(() => rmSync(workspace, { recursive: true }));

/** What a process prints that starts the small package. */
function start(env: Record<string, string> = {}): string {
  const options = ['--require', join(installed, 'older-node.js'), join(installed, 'start.js')];
  const { stdout, stderr } = spawnSync(process.execPath, options, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return stdout + stderr;
}

function entries(): string[] {
  const cache = join(workspace, 'node_modules/.cache/nx-sluice/compiled');
  return readdirSync(cache).flatMap((version) =>
    readdirSync(join(cache, version)).map((name) => join(cache, version, name)),
  );
}

const writtenAt = (path: string) => [path, statSync(path).ino, statSync(path).mtimeMs];

it('keeps what it compiled, and takes it in the next process', () => {
  expect(start()).toBe('hello world\n');
  const kept = entries().map(writtenAt);
  expect(kept).toHaveLength(2);
  // What is missing, or is not taken, is written.
  expect(start()).toBe('hello world\n');
  expect(entries().map(writtenAt)).toEqual(kept);
});

it('runs what a file contains now, also where its length is the same', () => {
  start();
  write('lib/chunk-words.js', "exports.hello = (name) => 'howdy ' + name;\n");
  expect(start()).toBe('howdy world\n');
  expect(start()).toBe('howdy world\n');
});

it('compiles again where an entry is damaged, and replaces it', () => {
  start();
  for (const path of entries()) {
    const bytes = readFileSync(path);
    bytes.fill(0, bytes.length / 2);
    writeFileSync(path, bytes);
  }
  const damaged = entries().map(writtenAt);
  expect(start()).toBe('hello world\n');
  for (const [index, path] of entries().entries()) expect(writtenAt(path)).not.toEqual(damaged[index]);
});

it('compiles every time where it cannot write', () => {
  writeFileSync(join(workspace, 'node_modules/.cache'), 'a file where the folder would be');
  expect(start()).toBe('hello world\n');
});

it('keeps nothing where NODE_DISABLE_COMPILE_CACHE is set', () => {
  expect(start({ NODE_DISABLE_COMPILE_CACHE: '1' })).toBe('hello world\n');
  expect(readdirSync(join(workspace, 'node_modules'))).toEqual(['small']);
});

it('keeps nothing of what V8 would not take again, after its flags were changed', () => {
  write('lib/main.js', "require('node:v8').setFlagsFromString('--no-opt');\nexports.greeting = 'hello';\n");
  expect(start()).toBe('hello\n');
  expect(readdirSync(join(workspace, 'node_modules'))).toEqual(['small']);
});

it('loads modules as Node does: one instance each, what was thrown, packages and ES modules', () => {
  write(
    'lib/chunk-once.js',
    'globalThis.times = (globalThis.times ?? 0) + 1;\nexports.times = globalThis.times;\n',
  );
  write('lib/chunk-broken.js', "throw new Error('broken');\n");
  write('lib/chunk-later.js', "import('es').then(({ default: text }) => console.log(text));\n");
  write('../es/package.json', '{ "type": "module", "exports": "./index.js" }');
  write('../es/index.js', "export default 'an ES module';\n");
  write('../other/index.js', "module.exports = 'a package';\n");
  write(
    'lib/main.js',
    `
      const failures = [1, 2].map(() => {
        try {
          return require('./chunk-broken.js');
        } catch (error) {
          return error.message;
        }
      });
      const again = require('node:module').createRequire(__filename)('./chunk-once.js');
      const found = [require('other'), require.resolve('other') === require('node:path').join(__dirname, '../../other/index.js')];
      require('./chunk-later.js');
      exports.greeting = JSON.stringify([...failures, require('./chunk-once.js') === again, again.times, ...found, module.id === __filename]);
    `,
  );
  const said = '["broken","broken",true,1,"a package",true,true]\nan ES module\n';
  expect(start()).toBe(said);
  expect(start()).toBe(said);
});
