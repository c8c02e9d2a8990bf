import type { KmsKeys } from './kms-keys';

/** Loads the SDK's client when a key of KMS is needed: most commands need none, and start faster without. */
async function withKeys<T>(
  key: string,
  region: string | undefined,
  use: (keys: KmsKeys) => Promise<T>,
): Promise<T> {
  const { openKmsKeys } = await import('./kms-keys');
  // arn:aws:kms:eu-central-1:123456789012:key/…
  const own = key.startsWith('arn:') ? key.split(':')[3] : undefined;
  const keys = openKmsKeys(own || region);
  try {
    return await use(keys);
  } finally {
    keys.close();
  }
}

/**
 * SubjectPublicKeyInfo (DER) of a key of KMS for ECDSA on P-256.
 * @param key a key id, an ARN or an alias.
 * @throws {AwsFailure} for another kind of key, and whatever KMS says.
 */
export function kmsPublicKey(key: string, region?: string): Promise<Uint8Array> {
  return withKeys(key, region, (keys) => keys.publicKey(key));
}

/** Signs with ECDSA and SHA-256. @returns the signature in DER. @throws {AwsFailure} whatever KMS says. */
export function kmsSign(key: string, data: Uint8Array, region?: string): Promise<Uint8Array> {
  return withKeys(key, region, (keys) => keys.sign(key, data));
}
