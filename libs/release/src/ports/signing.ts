/** Signs what is said about an archive, with a private key that it keeps to itself. */
export interface Signer {
  /** The id of the public key. */
  keyId: string;
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** A public key, for signatures of ECDSA on P-256 with SHA-256 (in DER) or of Ed25519. */
export interface PublicKey {
  /** SHA-256 of the key's SubjectPublicKeyInfo (DER), in lowercase hex. */
  id: string;
  /** False for whatever is no signature of this data by this key. */
  verify(data: Uint8Array, signature: Uint8Array): boolean;
}

/**
 * Finds a key that sluice.json names: its PEM text, the path of a PEM file relative to the workspace, or
 * `awskms:<key id, ARN or alias>`.
 * @throws {UserFacingError} for a key that cannot be read.
 */
export type ReadPublicKey = (reference: string) => Promise<PublicKey>;
