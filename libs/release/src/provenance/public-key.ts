import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { SluiceError } from '../errors';
import type { PublicKey } from '../ports/signing';

/** The hash that each kind of key signs with; Ed25519 has its own. */
export const hashOf = (key: KeyObject): 'sha256' | null =>
  key.asymmetricKeyType === 'ed25519' ? null : 'sha256';

/** Whether signatures by such a key can be made and checked: ECDSA on P-256, or Ed25519. */
export function isSupported(key: KeyObject): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  return type === 'ed25519' || (type === 'ec' && details?.namedCurve === 'prime256v1');
}

/** @param key public, or private. */
export function keyIdOf(key: KeyObject): string {
  const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}

/**
 * @param source PEM text, or SubjectPublicKeyInfo in DER.
 * @param what the key, as the subject of a sentence: `The key keys/release.pem`
 * @throws SluiceError `invalid-configuration` for anything but a public key of a kind that is supported.
 */
export function parsePublicKey(source: string | Uint8Array, what: string): PublicKey {
  const key = readKey(source);
  if (key === undefined || !isSupported(key)) {
    throw new SluiceError(
      'invalid-configuration',
      `${what} is ${key === undefined ? 'no public key' : 'a key of another kind than ECDSA on P-256 or Ed25519'}.`,
      'Use a public key in PEM format: openssl pkey -in key.pem -pubout prints that of a private key.',
    );
  }
  return {
    id: keyIdOf(key),
    verify(data, signature) {
      try {
        return verify(hashOf(key), data, key, signature);
      } catch {
        return false;
      }
    },
  };
}

/** Nothing for a private key, whose public half Node would hand out: where a public key belongs, it must not lie around. */
function readKey(source: string | Uint8Array): KeyObject | undefined {
  try {
    if (typeof source !== 'string')
      return createPublicKey({ key: Buffer.from(source), format: 'der', type: 'spki' });
    return source.includes('PRIVATE KEY') ? undefined : createPublicKey(source);
  } catch {
    return undefined;
  }
}
