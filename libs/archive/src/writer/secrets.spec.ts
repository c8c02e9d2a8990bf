import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ArchiveError, collectAssets, writeArchive } from '../index';
import { useTemporaryFolder, writeTree } from '../testing/temporary-folder';

const folder = useTemporaryFolder();
const root = () => join(folder(), 'workspace');

async function pack(tree: Record<string, string | Uint8Array>, allowSecrets: string[] = []) {
  await writeTree(root(), tree);
  const files = await collectAssets(root(), [{ input: '.', glob: '**/*', output: '.' }]);
  return writeArchive({ root: root(), files, output: join(folder(), 'out.zip'), allowSecrets });
}

async function refused(tree: Record<string, string | Uint8Array>, secret: string): Promise<string> {
  const error = await pack(tree).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ArchiveError);
  const said = `${(error as Error).stack} ${(error as ArchiveError).remedy}`;
  expect(said).not.toContain(secret);
  return (error as Error).message;
}

// Made here, so that no scanner of this repository finds them in it.
const letters = (length: number) => randomBytes(length).toString('hex').slice(0, length);
const githubToken = `${'ghp'}_${letters(36)}`;
const npmToken = `${'npm'}_${letters(36)}`;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const encryptedPem = privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'x',
}) as string;
const oldEncryptedPem = privateKey.export({
  type: 'pkcs1',
  format: 'pem',
  cipher: 'aes-128-cbc',
  passphrase: 'x',
}) as string;
const body = (key: string) => key.split('\n')[4]!;

test('finds a token, names its file and line, and never prints it', async () => {
  expect(await refused({ 'app/config.js': `\n\nconst t = "${githubToken}";` }, githubToken)).toBe(
    'Possible secret in "app/config.js" (github, line 3).',
  );
});

test('a token of npm, in its settings', async () => {
  const line = `//registry.npmjs.org/:_authToken=${npmToken}`;
  expect(await refused({ '.npmrc': line }, npmToken)).toContain('".npmrc" (npm, line 1)');
});

test('a password in the URL of a git remote', async () => {
  const password = letters(20);
  const config = `[remote "origin"]\n\turl = https://robot:${password}@example.com/team/app.git\n`;
  expect(await refused({ gitconfig: config }, password)).toContain('"gitconfig" (basicauth, line 2)');
});

test.each([
  ['plain', pem],
  ['encrypted', encryptedPem],
  ['encrypted the old way, with header lines', oldEncryptedPem],
  ['inside a string of a bundle', JSON.stringify({ key: pem })],
  ['inside a string, encrypted', JSON.stringify({ key: oldEncryptedPem })],
  ['with Windows line ends', pem.replaceAll('\n', '\r\n')],
])('a private key, %s', async (_how, text) => {
  expect(await refused({ 'server.txt': text }, body(pem))).toContain('"server.txt" (privatekey, line 1)');
});

test('one in UTF-16', async () => {
  const text = Buffer.from(`\ufeff${githubToken}`, 'utf16le');
  expect(await refused({ 'notes.txt': text }, githubToken)).toContain('"notes.txt" (github');
});

test('wherever in a big bundle it is, at the edges of windows and chunks too', async () => {
  const line = 'export const value = 42;\n';
  const filler = line.repeat(Math.ceil(900_000 / line.length));
  const tree: Record<string, string> = {};
  for (const at of [65_530, 262_100, 262_140, 262_144 - 16_384, 507_880, 899_000]) {
    const start = Math.floor(at / line.length) * line.length;
    const gap = ' '.repeat(at - start);
    tree[`at-${at}.js`] = `${filler.slice(0, start)}${gap}${githubToken}\n${filler.slice(start)}`;
    tree[`key-${at}.js`] = `${filler.slice(0, start)}${gap}${pem}${filler.slice(start)}`;
  }
  for (const [name, content] of Object.entries(tree)) {
    const found = content.slice(0, content.search(/ghp_|-----BEGIN/)).split('\n').length;
    expect(await refused({ 'bundle.js': content }, githubToken)).toContain(`line ${found})`);
    expect(name).toBeTruthy();
  }
});

test('searches a file with a comment that disables other scanners', async () => {
  const text = `// secretlint-disable\nconst t = "${githubToken}";\n`;
  expect(await refused({ 'bundle.js': text }, githubToken)).toContain('"bundle.js"');
});

test('names up to five files', async () => {
  const tree = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`f${index}`, githubToken]));
  const message = await refused(tree, githubToken);
  expect(message).toContain('"f0" (github, line 1), "f1"');
  expect(message).toContain('"f4" (github, line 1) and 2 more.');
});

test('allows only the files in allowSecrets', async () => {
  const tree = { 'fixtures/.hidden/key.pem': pem, 'app.js': 'fine' };
  expect((await pack(tree, ['fixtures/**'])).files).toBe(2);
  await expect(pack({ ...tree, 'other.js': githubToken }, ['fixtures/**'])).rejects.toThrow(/"other\.js"/);
});

test('accepts code that only mentions keys', async () => {
  const code = `const begin = "-----BEGIN PRIVATE KEY-----"; const end = "-----END PRIVATE KEY-----"; join(begin, data, end)`;
  expect(
    (await pack({ 'bundle.js': code, 'image.png': Buffer.concat([Buffer.alloc(10), Buffer.from(pem)]) }))
      .files,
  ).toBe(2);
});
