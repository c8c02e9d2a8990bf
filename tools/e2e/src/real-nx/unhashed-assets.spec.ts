import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SmallApps } from './testing/small-apps';

jest.setTimeout(120_000);

const apps = new SmallApps(['store']);
const { clone } = apps;
afterAll(() => clone.dispose());

/** The asset is outside the project, where no input of Nx's own would take it in. */
function packWith(inputs: string[] | undefined): void {
  const options = { assets: [{ input: 'content', output: 'app' }], output: 'dist/archives/store.zip' };
  const target = { executor: 'nx-sluice:package-archive', inputs, options };
  clone.write('apps/store/project.json', JSON.stringify({ name: 'store', targets: { package: target } }));
}
const pack = () => clone.nx(['run', 'store:package', '--outputStyle=static']);

clone.append('content/page.html', 'one\n');
clone.append('content/more/words.txt', 'two\n');

it('refuses to pack what Nx did not hash, naming the files, and leaves no archive', async () => {
  packWith(['{projectRoot}/project.json']);
  const run = await pack();
  expect(run.code).toBe(1);
  expect(run.output).toContain(
    'Nx does not hash these files to be packed: content/more/words.txt, content/page.html. A change to them would be a cache hit.',
  );
  expect(run.output).toMatch(/list "\.\.\." among the inputs of store:package/);
  expect(existsSync(join(clone.root, 'dist/archives/store.zip'))).toBe(false);
});

it.each([
  ['the target lists no inputs', undefined],
  ['its inputs have "...", as the refusal says', ['...', '{projectRoot}/project.json']],
])('packs the same files, and packs them again after a change, where %s', async (_, inputs) => {
  packWith(inputs);
  expect((await pack()).output).toMatch(/Packed 2 files/);
  clone.append('content/page.html', 'more\n');
  const { output } = await pack();
  expect(output).toMatch(/Packed 2 files/);
  expect(output).not.toMatch(/local cache|existing outputs match/);
});

it('packs node_modules that a build has copied, which Nx does not hash, and packs them again after a change of the lockfile', async () => {
  const build = {
    command:
      'mkdir -p dist/store/node_modules/one && cp main.txt dist/store && cp package-lock.json dist/store/node_modules/one/lock.txt',
    outputs: ['{workspaceRoot}/dist/store'],
  };
  const options = { assets: [{ input: 'dist/store', output: 'app' }], output: 'dist/archives/store.zip' };
  const packing = { executor: 'nx-sluice:package-archive', dependsOn: ['build'], options };
  const project = { name: 'store', targets: { build, package: packing } };
  clone.write('apps/store/project.json', JSON.stringify(project));
  clone.append('main.txt', 'main\n');
  expect((await pack()).output).toMatch(/Packed 2 files/);
  clone.append('package-lock.json', '\n');
  expect((await pack()).output).toMatch(/Packed 2 files/);
});
