import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { parseEnvelope, preAuthEncoding, sealEnvelope, signerAmong } from './envelope';
import { localSigner } from './local-signer';
import { parsePublicKey } from './public-key';

const statement = Buffer.from('{"says":"ünïcode"}');

function pairOf(type: 'ed25519' | 'p-256') {
  const { privateKey, publicKey } =
    type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    signer: localSigner(String(privateKey.export({ type: 'pkcs8', format: 'pem' })), 'The key'),
    key: parsePublicKey(String(publicKey.export({ type: 'spki', format: 'pem' })), 'The key'),
  };
}

it('encodes what is signed as the test vector of DSSE has it, which a signature of others proves', () => {
  const signed = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
  expect(signed.toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  // https://github.com/secure-systems-lab/dsse/blob/master/protocol.md#test-vectors
  const coordinate = (decimal: string) =>
    Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url');
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: coordinate('46950820868899156662930047687818585632848591499744589407958293238635476079160'),
      y: coordinate('5640078356564379163099075877009565129882514886557779369047442380624545832820'),
    },
  });
  const signature =
    'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==';
  const isBy = verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64'));
  expect(isBy).toBe(true);
});

it('counts the length of a type in bytes', () => {
  expect(preAuthEncoding('é', Buffer.from('x')).toString()).toBe('DSSEv1 2 é 1 x');
});

it.each(['ed25519', 'p-256'] as const)('finds who signed with a key of the kind %s', async (type) => {
  const [mine, theirs] = [pairOf(type), pairOf('p-256')];
  const text = await sealEnvelope(statement, mine.signer);
  const envelope = parseEnvelope(text)!;
  expect(envelope.payload).toEqual(statement);
  expect(envelope.signatures[0]?.keyId).toBe(mine.key.id);
  expect(signerAmong(envelope, [theirs.key, mine.key])).toBe(mine.key);
  expect(signerAmong(envelope, [theirs.key])).toBeUndefined();
  expect(signerAmong({ ...envelope, payload: Buffer.from('{}') }, [mine.key])).toBeUndefined();
});

it('goes by the signature, and not by the id that stands beside it', async () => {
  const [mine, theirs] = [pairOf('ed25519'), pairOf('ed25519')];
  const forged = { ...theirs.signer, keyId: mine.key.id };
  const envelope = parseEnvelope(await sealEnvelope(statement, forged))!;
  expect(signerAmong(envelope, [mine.key])).toBeUndefined();
});

it('has no signature where there is no key', async () => {
  expect(parseEnvelope(await sealEnvelope(statement))?.signatures).toEqual([]);
});

it.each([
  ['no JSON', 'PK\u0003\u0004'],
  ['nothing', ''],
  ['two envelopes', '{}\n{}\n'],
  ['another type', JSON.stringify({ payloadType: 'text/plain', payload: 'e30=', signatures: [] })],
  [
    'no base64',
    JSON.stringify({ payloadType: 'application/vnd.in-toto+json', payload: '{}', signatures: [] }),
  ],
  [
    'more signatures than anybody needs',
    JSON.stringify({
      payloadType: 'application/vnd.in-toto+json',
      payload: 'e30=',
      signatures: Array(17).fill({ sig: 'e30=' }),
    }),
  ],
])('takes %s for no envelope', (_, text) => {
  expect(parseEnvelope(text)).toBeUndefined();
});

it.each([
  ['a private key', () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ['a file of another kind', () => 'ssh-ed25519 AAAA'],
  [
    'a key of RSA',
    () =>
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }),
  ],
  [
    'a key of another curve',
    () =>
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ type: 'spki', format: 'pem' }),
  ],
])('refuses %s as a public key', (_, pem) => {
  expect(() => parsePublicKey(String(pem()), 'The key keys/a.pem')).toThrow(
    expect.objectContaining({
      code: 'invalid-configuration',
      message: expect.stringMatching(/^The key keys\/a\.pem is /),
    }),
  );
});

it('refuses a private key that is none, without a word of its text', () => {
  expect(() => localSigner('-----BEGIN PRIVATE KEY-----\nsecret\n', 'SLUICE_SIGNING_KEY')).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('secret') }),
  );
});
