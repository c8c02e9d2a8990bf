import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finished } from '@sluice/dev';
import { SmallApps } from './testing/small-apps';

jest.setTimeout(120_000);

const apps = new SmallApps(['refused', 'unlisted', 'listed', 'built']);
const { clone } = apps;
afterAll(() => clone.dispose());

/** A project that packs an asset; others than its own files no input of Nx's own takes in. */
function project(name: string, asset: string, packing: object, build?: object): void {
  const options = { assets: [{ input: asset, output: 'app' }], output: `dist/archives/${name}.zip` };
  const target = { executor: 'nx-sluice:package-archive', options, ...packing };
  clone.write(`apps/${name}/project.json`, JSON.stringify({ name, targets: { build, package: target } }));
}

/** One run of Nx for several cases: half of what a run costs is Nx itself. */
const pack = (...names: string[]) =>
  clone.nx(['run-many', '-t', 'package', '-p', names.join(), '--outputStyle=static']);

/** What Nx printed of the packing of one project. */
const packingOf = (name: string, { output }: Finished) =>
  output.split(/^(?=> nx run )/m).find((part) => part.startsWith(`> nx run ${name}:package`)) ?? '';

let first: Finished;
let afterContent: Finished;
let afterLockfile: Finished;

beforeAll(async () => {
  clone.append('content/page.html', 'one\n');
  clone.append('content/more/words.txt', 'two\n');
  project('refused', 'content', { inputs: ['{projectRoot}/project.json'] });
  project('unlisted', 'content', {});
  project('listed', 'content', { inputs: ['...', '{projectRoot}/project.json'] });
  const copies =
    'mkdir -p dist/built/node_modules/one && cp main.txt dist/built && cp package-lock.json dist/built/node_modules/one/lock.txt';
  const build = { command: copies, outputs: ['{workspaceRoot}/dist/built'] };
  project('built', 'dist/built', { dependsOn: ['build'] }, build);
  clone.append('main.txt', 'main\n');
  first = await pack('refused', 'unlisted', 'listed', 'built');
  clone.append('content/page.html', 'more\n');
  afterContent = await pack('unlisted', 'listed');
  // Nx takes the lockfile in everywhere, so this comes last.
  clone.append('package-lock.json', '\n');
  afterLockfile = await pack('built');
});

it('refuses to pack what Nx did not hash, naming the files, and leaves no archive', () => {
  expect(first.code).toBe(1);
  expect(packingOf('refused', first)).toContain(
    'Nx does not hash these files to be packed: content/more/words.txt, content/page.html. A change to them would be a cache hit.',
  );
  expect(packingOf('refused', first)).toMatch(/list "\.\.\." among the inputs of refused:package/);
  expect(existsSync(join(clone.root, 'dist/archives/refused.zip'))).toBe(false);
});

it.each([
  ['the target lists no inputs', 'unlisted'],
  ['its inputs have "...", as the refusal says', 'listed'],
])('packs the same files, and packs them again after a change, where %s', (_, name) => {
  expect(packingOf(name, first)).toMatch(/Packed 2 files/);
  expect(packingOf(name, afterContent)).toMatch(/Packed 2 files/);
  expect(afterContent.output).not.toMatch(/local cache|existing outputs match/);
});

it('packs node_modules that a build has copied, which Nx does not hash, and packs them again after a change of the lockfile', () => {
  expect(packingOf('built', first)).toMatch(/Packed 2 files/);
  expect(packingOf('built', afterLockfile)).toMatch(/Packed 2 files/);
  expect(packingOf('built', afterLockfile)).not.toMatch(/local cache|existing outputs match/);
});
