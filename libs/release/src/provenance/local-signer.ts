import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { SluiceError } from '../errors';
import type { Signer } from '../ports/signing';
import { hashOf, isSupported, keyIdOf } from './public-key';

/**
 * Signs with a private key in PEM format, without a passphrase.
 * @throws SluiceError `invalid-configuration` for anything else; the text of the key is in no message.
 */
export function localSigner(pem: string, what: string): Signer {
  const key = readKey(pem);
  if (key === undefined || !isSupported(key)) {
    throw new SluiceError(
      'invalid-configuration',
      `${what} is ${key === undefined ? 'no private key in PEM format, or has a passphrase' : 'a key of another kind than ECDSA on P-256 or Ed25519'}.`,
      'Make one with openssl genpkey -algorithm ed25519, and keep it as a secret of CI; or use a key of AWS KMS.',
    );
  }
  return { keyId: keyIdOf(key), sign: async (data) => sign(hashOf(key), data, key) };
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
