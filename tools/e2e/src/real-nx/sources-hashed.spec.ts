import fc from 'fast-check';
import { HashedWorkspace } from './testing/hashed-workspace';

jest.setTimeout(120_000);

const workspace = new HashedWorkspace();
afterAll(() => workspace.dispose());

const ignored = ['libs/lib/debug.log', 'apps/app/tmp/notes.txt', 'libs/lib/fixtures/large.txt'];

const always = {
  '.gitignore': 'node_modules\ndist\n.nx\n*.log\ntmp/\n',
  '.nxignore': 'libs/*/fixtures\n',
  'apps/app/src/main.ts': 'main',
  'libs/lib/project.json': {
    name: 'lib',
    targets: { build: { executor: 'nx:noop', outputs: ['{workspaceRoot}/dist/lib'] } },
  },
  'libs/lib/src/index.ts': 'index',
  'dist/lib/index.js': 'built',
  'dist/lib/index.js.map': 'built',
};

/** Where the file is or what it is called may matter to Nx, to git or to a pattern. */
const possible = fc.subarray([
  ...ignored,
  'apps/app/src/main.spec.ts',
  'apps/app/src/[id].ts',
  'apps/app/src/(group)/{page}.ts',
  'apps/app/src/two words.ts',
  'apps/app/src/é.ts',
  'apps/app/src/!not.ts',
  'apps/app/.hidden/file',
  'apps/app/README.md',
  'libs/lib/src/index.spec.ts',
  'libs/lib/src/$name.ts',
  'libs/other/src/index.ts',
  'docs/guide.md',
  'docs/guide/[one].md',
]);

const configs = fc.constantFrom<Record<string, object>>(
  {},
  { 'tsconfig.json': { files: [] } },
  { 'tsconfig.base.json': { compilerOptions: { paths: { '@small/lib': ['libs/lib/src/index.ts'] } } } },
);

const inputs = fc.option(
  fc
    .subarray([
      'default',
      'production',
      '^production',
      '{workspaceRoot}/docs/**/*',
      { fileset: '{projectRoot}/src/*' },
      { input: 'production', projects: ['lib'] },
      { env: 'STAGE' },
    ])
    .map((some) => ['...', ...some]),
  { nil: undefined },
);

const assets = fc.subarray([
  { input: 'dist/lib', output: 'assets/lib', ignore: ['**/*.map'] },
  { input: 'apps/app/src', output: 'assets/app' },
  { input: '.', glob: 'package.json', output: 'assets' },
]);

const links = fc.subarray([
  ['apps/app/src/same.ts', 'main.ts'],
  ['libs/lib/src/nowhere.ts', 'missing.ts'],
]);

it('packs with "sources" what Nx hashed, and no file that may change while the hash remains', async () => {
  await fc.assert(
    fc.asyncProperty(possible, configs, inputs, assets, links, async (paths, config, listed, packs, some) => {
      const files = { ...Object.fromEntries(paths.map((path) => [path, path])), ...always, ...config };
      const refusal = await workspace.pack({ files, links: Object.fromEntries(some) }, listed, packs);
      expect(refusal).toBe('');
      const packed = await workspace.packed();
      expect(packed.filter((path) => ignored.includes(path))).toEqual([]);
      expect(packed).toEqual(expect.arrayContaining(await workspace.inputs()));
      const sources = packed.map((path) =>
        path.replace(/^assets\/(lib|app)\//, (_, name) => (name === 'lib' ? 'dist/lib/' : 'apps/app/src/')),
      );
      const touched = [...new Set(sources.map((path) => path.replace(/^assets\//, '')))];
      expect(await workspace.unmatched(touched)).toEqual([]);
      expect(await workspace.unseen(touched)).toEqual([]);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

it.each([
  [
    'a file of which Nx hashes some fields',
    { files: always },
    ['...', { json: '{workspaceRoot}/package.json', fields: ['version'] }],
    'Nx hashes only a part of these files to be packed: package.json. A change to the rest would be a cache hit.',
  ],
  [
    'the root tsconfig, where the inputs have no "..."',
    { files: { ...always, 'tsconfig.base.json': {} } },
    ['default'],
    'Nx hashes only a part of these files to be packed: tsconfig.base.json.',
  ],
  [
    'a symlink to a file that Nx does not hash',
    { files: { ...always, 'docs/guide.md': '' }, links: { 'apps/app/guide.md': '../../docs/guide.md' } },
    ['...', 'default'],
    'Symlinks lead to files that Nx does not hash: docs/guide.md.',
  ],
])('refuses to pack %s, names it, and leaves no archive', async (_, content, listed, message) => {
  expect(await workspace.pack(content, listed)).toContain(message);
  expect(workspace.isPacked).toBe(false);
});
