import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../../../..');
const dist = join(repository, 'dist/nx-sluice');
const program = (name: string) => join(repository, 'node_modules/.bin', name);

interface Packed {
  filename: string;
  unpackedSize: number;
  files: { path: string; mode: number }[];
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-package-'));
let packed: Packed;
let paths: string[];

beforeAll(() => {
  // npm's own settings of whoever runs the tests, such as `npm test`, do not count.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: dist,
    encoding: 'utf8',
    env,
  });
  [packed] = JSON.parse(output) as [Packed];
  paths = packed.files.map(({ path }) => path);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('contains what a user needs, below 12 MB', () => {
  expect(paths).toEqual(
    expect.arrayContaining([
      ...['README.md', 'LICENSE', 'NOTICE', 'package.json', 'plugin.cjs', 'plugin.d.cts', 'bin/sluice.cjs'],
      ...['executors.json', 'generators.json', 'migrations.json', 'schemas/sluice.schema.json'],
      ...['templates/aws/pipeline.yml', 'templates/github/deploy.yml', 'templates/docker/static-server.mjs'],
      // Where the bundled yargs looks for its texts.
      'locales/en.json',
    ]),
  );
  expect(packed.files.find(({ path }) => path === 'bin/sluice.cjs')?.mode).toBe(0o755);
  expect(packed.unpackedSize).toBeLessThan(12_000_000);
});

it('contains no test, no source map, no TypeScript source and no path of the machine that built it', () => {
  expect(paths.filter((path) => /\.spec\.|testing\/|\.map$|(?<!\.d)\.[cm]?tsx?$/.test(path))).toEqual([]);
  const mentioning = paths.filter((path) => readFileSync(join(dist, path), 'utf8').includes(repository));
  expect(mentioning).toEqual([]);
});

it('names files that are there: entry points, executors, generators and their schemas', () => {
  type Entry = Record<'implementation' | 'factory' | 'schema', string | undefined>;
  const entriesOf = (kind: string) => {
    const descriptor = JSON.parse(readFileSync(join(dist, `${kind}.json`), 'utf8')) as Record<string, object>;
    return Object.values(descriptor[kind] ?? {}) as Entry[];
  };
  const entries = ['executors', 'generators'].flatMap(entriesOf);
  const named = entries.flatMap(({ implementation, factory, schema }) => [
    `${implementation ?? factory}.js`,
    schema ?? '',
  ]);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !paths.includes(path.slice(2)))).toEqual([]);
});

it('depends on what it imports, in versions with which the tests run, and on nothing else', () => {
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(dist, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  const root = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  expect(peerDependencies).toEqual({ nx: '>=22 <25', '@nx/devkit': '>=22 <25' });
  const code = readdirSync(join(dist, 'lib')).map((name) => readFileSync(join(dist, 'lib', name), 'utf8'));
  for (const [name, range] of Object.entries(dependencies ?? {})) {
    expect([name, range]).toEqual([name, `^${root.dependencies[name]}`]);
    expect(code.some((text) => text.includes(`"${name}`))).toBe(true);
  }
});

it('adds the assets to the inputs of what packs them, also where project.json has comments', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createNodesV2 } = require(dist) as {
    createNodesV2: [string, (paths: string[], options: undefined, context: object) => unknown[]];
  };
  const options = { assets: [{ input: 'dist/shop', output: 'app/server' }] };
  const packing = JSON.stringify({ executor: 'nx-sluice:package-archive', options });
  writeFileSync(join(folder, 'project.json'), `{\n  // ours\n  "targets": { "package": ${packing} },\n}\n`);
  expect(createNodesV2[1](['project.json'], undefined, { workspaceRoot: folder })).toEqual([
    [
      'project.json',
      {
        projects: {
          '.': {
            targets: {
              package: {
                inputs: [
                  '{workspaceRoot}/dist/shop/**/*',
                  expect.stringMatching(/^\{workspaceRoot\}\/\{package-lock\.json,.*,bun\.lockb\}$/),
                  { dependentTasksOutputFiles: '**/*', transitive: true },
                ],
              },
            },
          },
        },
      },
    ],
  ]);
});

it.each([
  ['publint', ['run', '--strict']],
  ['attw', []],
])('%s finds nothing', (name, options) => {
  const { status, stdout, stderr } = spawnSync(program(name), [...options, join(folder, packed.filename)], {
    encoding: 'utf8',
  });
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
});
