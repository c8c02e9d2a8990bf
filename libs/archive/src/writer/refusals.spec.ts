import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ArchiveError, collectAssets, extractArchive, manifestName, writeArchive } from '../index';
import { useTemporaryFolder, writeTree } from '../testing/temporary-folder';

const folder = useTemporaryFolder();
const root = () => join(folder(), 'workspace');

async function pack(...paths: [path: string, file?: string][]) {
  const files = paths.map(([path, file = path]) => ({ path, file: join(root(), file) }));
  return writeArchive({ root: root(), files, output: join(folder(), 'out.zip') });
}

async function packAll(allowSecrets: string[] = []) {
  const files = await collectAssets(root(), [{ input: '.', glob: '**/*', output: '.' }]);
  return writeArchive({ root: root(), files, output: join(folder(), 'out.zip'), allowSecrets });
}

async function refusal(packing: Promise<unknown>): Promise<ArchiveError> {
  const error = await packing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ArchiveError);
  expect((error as ArchiveError).remedy).toMatch(/\.$/);
  expect(await readdir(folder())).not.toContain('out.zip');
  return error as ArchiveError;
}

beforeEach(() => mkdir(root(), { recursive: true }));

test('an empty list', async () => {
  expect((await refusal(pack())).message).toBe('No files to pack.');
});

test('a file that is not there', async () => {
  expect((await refusal(pack(['gone']))).message).toMatch(/workspace\/gone" does not exist/);
});

test.each(['../up', '/abs', 'a\\b', 'a\0b', 'a\nb', 'a//b', './a', 'c:a', 'dir/'])(
  'the archive path %j',
  async (path) => {
    await writeTree(root(), { a: 'a' });
    expect((await refusal(pack([path, 'a']))).message).toMatch(/^The archive path ".*" of ".*\/a" \S+/);
  },
);

test.each([
  ['a', 'a', /occurs twice/],
  ['A/x', 'a/y', /only by letter case/],
  ['caf\u00e9', 'cafe\u0301', /Unicode form/],
  ['a', 'a/b', /both a file and a folder/],
])('%j beside %j', async (first, second, expected) => {
  await writeTree(root(), { one: '1', two: '2' });
  const error = await refusal(pack([first, 'one'], [second, 'two']));
  expect(error.message).toMatch(expected);
  expect(error.message).toContain('/two"');
});

test.each([manifestName, manifestName.toUpperCase()])('%s of the user', async (name) => {
  await writeTree(root(), { [name]: '{}' });
  expect((await refusal(pack([name]))).message).toContain(`/${name}"`);
});

test('its own output', async () => {
  await writeTree(folder(), { 'workspace/a': 'a' });
  const output = join(root(), 'a');
  const packing = writeArchive({ root: root(), files: [{ path: 'a', file: output }], output });
  expect((await refusal(packing)).message).toMatch(/packed into itself/);
});

describe('links and special files', () => {
  test('packs the target of a symlink inside the workspace', async () => {
    await writeTree(root(), { 'real/file*': 'content' });
    await symlink('real/file', join(root(), 'link'));
    await symlink('real', join(root(), 'folder'));
    const { path } = await packAll();
    const manifest = await extractArchive(path, join(folder(), 'unpacked'));
    expect(manifest.files.map((file) => [file.path, file.mode])).toEqual([
      ['folder/file', 0o755],
      ['link', 0o755],
      ['real/file', 0o755],
    ]);
  });

  test('refuses a symlink that leaves the workspace', async () => {
    await writeTree(folder(), { outside: 'secret' });
    await symlink('../outside', join(root(), 'link'));
    expect((await refusal(packAll())).message).toMatch(
      /workspace\/link" is a symlink that points outside the workspace root/,
    );
  });

  test('refuses a folder that is such a symlink', async () => {
    await writeTree(folder(), { 'elsewhere/file': 'secret' });
    await symlink('../elsewhere', join(root(), 'folder'));
    expect((await refusal(packAll())).message).toMatch(/workspace\/folder\/file" .* the workspace root/);
  });

  test('refuses a file outside the workspace', async () => {
    await writeTree(folder(), { outside: 'x' });
    expect((await refusal(pack(['x', '../outside']))).message).toMatch(
      /outside" is outside the workspace root/,
    );
  });

  test('refuses a broken symlink', async () => {
    await writeTree(root(), { a: 'a' });
    await symlink('gone', join(root(), 'dangling'));
    expect((await refusal(packAll())).message).toMatch(/workspace\/dangling" is a broken symlink/);
  });

  test('links that lead to each other end', async () => {
    await writeTree(root(), { 'a/file': 'x' });
    await symlink('..', join(root(), 'a/up'));
    await symlink('loop', join(root(), 'loop'));
    expect((await refusal(packAll())).message).toMatch(/loop" is a broken symlink/);
    await rm(join(root(), 'loop'));
    expect((await packAll()).files).toBeGreaterThan(0);
  });

  test('a socket', async () => {
    await writeTree(root(), { a: 'a' });
    const server = createServer().listen(join(root(), 'run.sock'));
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      expect((await refusal(packAll())).message).toMatch(/workspace\/run\.sock" is a socket/);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('a named pipe', async () => {
    execFileSync('mkfifo', [join(root(), 'pipe')]);
    expect((await refusal(packAll())).message).toMatch(/workspace\/pipe" is a named pipe/);
  });

  test('a device', async () => {
    const files = [{ path: 'null', file: '/dev/null' }];
    const packing = writeArchive({ root: '/', files, output: join(folder(), 'out.zip') });
    expect((await refusal(packing)).message).toMatch(/dev\/null" is a device/);
  });

  test('a folder given as a file', async () => {
    await mkdir(join(root(), 'folder'));
    expect((await refusal(pack(['folder']))).message).toMatch(/workspace\/folder" is a folder/);
  });
});

describe('environment files', () => {
  test.each([
    ...['.env', '.env.local', '.env.production', '.envrc', '.ENV', 'app/.env'],
    ...['.env-prod', '.env_local', '.env~', '.env.example.local', '.env.json'],
    ...['prod.env', 'config/App.ENV', '.local.env'],
  ])('%s', async (name) => {
    await writeTree(root(), { [name]: 'COLOR=blue' });
    expect((await refusal(packAll())).message).toContain(`"${name}" is an environment file`);
    expect((await packAll([`**/${name.split('/').pop()}`])).files).toBe(1);
  });

  test('under another name', async () => {
    await writeTree(root(), { '.env': 'COLOR=blue' });
    await symlink('.env', join(root(), 'harmless'));
    expect((await refusal(pack(['harmless']))).message).toContain('"harmless" is an environment file');
  });

  test.each([
    ...['.env.example', '.env.sample', '.env.template', 'environment.ts'],
    ...['.env.d.ts', '.envoy.yaml', '.environment', '.env.local.example', '.env.dist', '.env.d.mts'],
    ...['example.env', 'app.sample.env', 'env', 'prod.env.ts', 'prod.envoy'],
  ])('but not %s', async (name) => {
    await writeFile(join(root(), name), 'COLOR=');
    expect((await packAll()).files).toBe(1);
  });
});
