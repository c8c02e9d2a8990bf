import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { refusal, HealthySetup } from './testing/healthy-setup';

const setUp = new HealthySetup();
afterAll(() => setUp.fixture.dispose());

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const trusted = {
  id: 'a'.repeat(64),
  verify: (data: Uint8Array, by: Uint8Array) => verify(null, data, publicKey, by),
};
const signer = { keyId: trusted.id, sign: async (data: Uint8Array) => sign(null, data, privateKey) };
const unreadable = Object.assign(new Error('The key file gone.pem cannot be read (ENOENT).'), {
  remedy: 'Commit it.',
});
const readPublicKey = async (reference: string) => {
  if (reference === 'gone.pem') throw unreadable;
  return reference === 'other.pem' ? { ...trusted, id: 'b'.repeat(64) } : trusted;
};

/** What doctor says of keys where prod requires these. */
async function found(keys: string[] | undefined, openSigner: () => Promise<typeof signer | undefined>) {
  const { settings } = setUp.fixture.context();
  const environments = settings.environments.map((one) =>
    one.name === 'prod' && keys !== undefined ? { ...one, requireProvenance: { keys } } : one,
  );
  const findings = await setUp.findings({
    settings: { ...settings, region: 'us-east-1', bucket: 'memory', environments },
    readPublicKey,
    openSigner,
  });
  return findings
    .filter((finding) => finding.check.includes('key'))
    .map(({ check, state, message }) => `${check}: ${state}: ${message}`);
}

const signed = 'signing key: ok: What is published with these settings is signed with the key aaaaaaaaaaaa.';

it.each([
  ['no key and no environment that requires one', undefined, undefined, []],
  ['a key that nothing requires', undefined, signer, [signed]],
  [
    'a key that prod trusts',
    ['other.pem', 'own.pem'],
    signer,
    [signed, 'trusted keys of prod: ok: All 2 keys can be read.'],
  ],
  [
    'no key where prod requires one',
    ['own.pem'],
    undefined,
    [
      'signing key: warning: What is published with these settings is not signed, and it cannot be promoted to prod.',
      'trusted keys of prod: ok: Its key can be read.',
    ],
  ],
  [
    'a key that prod does not trust',
    ['other.pem'],
    signer,
    [
      'signing key: failed: The key aaaaaaaaaaaa, which signs what is published with these settings, is not trusted by prod.',
      'trusted keys of prod: ok: Its key can be read.',
    ],
  ],
  [
    'a trusted key that cannot be read',
    ['gone.pem'],
    undefined,
    [
      'signing key: warning: What is published with these settings is not signed, and it cannot be promoted to prod.',
      'trusted keys of prod: failed: The key file gone.pem cannot be read (ENOENT).',
    ],
  ],
])('reports on %s', async (_, keys, configured, expected) => {
  expect(await found(keys, async () => configured)).toEqual(expected);
});

it('reports a signing key that cannot be read, and one that these credentials may not use', async () => {
  expect(await found(undefined, () => Promise.reject(unreadable))).toEqual([
    'signing key: failed: The key file gone.pem cannot be read (ENOENT).',
  ]);
  const refused = { ...signer, sign: () => Promise.reject(refusal) };
  expect(await found(undefined, async () => refused)).toEqual(['signing key: unknown: Access denied.']);
});
