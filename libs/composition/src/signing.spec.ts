import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSigner, publicKeyReader } from './signing';

const { privateKey, publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const data = Buffer.from('data');

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-keys-'));
  await writeFile(join(root, 'private.pem'), privateKey);
  await writeFile(join(root, 'public.pem'), publicKey);
});
afterAll(() => rm(root, { recursive: true, force: true }));

it.each([
  ['text', privateKey],
  ['text without its last line break, as GitHub keeps a secret', privateKey.trim()],
  ['a path', 'private.pem'],
])('signs with a key that is given as %s', async (_, SLUICE_SIGNING_KEY) => {
  const signer = await openSigner({ SLUICE_SIGNING_KEY }, { root });
  const key = await publicKeyReader({ root })('public.pem');
  expect(signer?.keyId).toBe(key.id);
  expect(key.verify(data, await signer!.sign(data))).toBe(true);
});

it.each([undefined, '', ' '])('does not sign where the variable is %j', async (SLUICE_SIGNING_KEY) => {
  expect(await openSigner({ SLUICE_SIGNING_KEY }, { root })).toBeUndefined();
});

it.each([
  ['a public key', publicKey, 'SLUICE_SIGNING_KEY is no private key'],
  ['a file that is not there', 'gone.pem', 'cannot be read (ENOENT)'],
  ['a key without its first line', privateKey.split('\n')[1]!, 'cannot be read'],
])('refuses %s, and repeats nothing of it', async (_, SLUICE_SIGNING_KEY, said) => {
  const failure = await openSigner({ SLUICE_SIGNING_KEY }, { root }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'invalid-configuration', message: expect.stringContaining(said) });
  expect(String(failure)).not.toContain(SLUICE_SIGNING_KEY.slice(0, 40));
});

it.each(['awskms:', 'awskms:///'])('refuses %s, which names no key', async (reference) => {
  const refusal = { code: 'invalid-configuration', message: `"${reference}" names no key of KMS.` };
  await expect(openSigner({ SLUICE_SIGNING_KEY: reference }, { root })).rejects.toMatchObject(refusal);
  await expect(publicKeyReader({ root })(reference)).rejects.toMatchObject(refusal);
});

it('reads a public key that sluice.json holds itself', async () => {
  expect((await publicKeyReader({ root })(publicKey)).id).toMatch(/^[0-9a-f]{64}$/);
});

it.each([
  ['a file that is not there', 'keys/gone.pem', 'The key file keys/gone.pem cannot be read (ENOENT).'],
  ['a private key', 'private.pem', 'The key file private.pem is no public key.'],
])('refuses to trust %s', async (_, reference, message) => {
  await expect(publicKeyReader({ root })(reference)).rejects.toMatchObject({
    code: 'invalid-configuration',
    message,
  });
});
