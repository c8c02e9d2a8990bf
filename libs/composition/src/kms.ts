/** Loaded only where a key is in KMS. */
export { kmsPublicKey, kmsSign } from '@sluice/aws';
