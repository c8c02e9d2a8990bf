import { z } from 'zod';
import type { PublicKey, Signer } from '../ports/signing';

/** https://github.com/in-toto/attestation/blob/main/spec/v1/envelope.md */
const payloadType = 'application/vnd.in-toto+json';

/** More than anybody needs; each is checked with each trusted key. */
const mostSignatures = 16;

/** Standard or URL-safe, as DSSE allows. */
const base64 = z.string().regex(/^[A-Za-z0-9+/_-]*={0,2}$/);

const envelopeSchema = z.object({
  payloadType: z.literal(payloadType),
  payload: base64.min(1),
  signatures: z.array(z.object({ keyid: z.string().optional(), sig: base64.min(1) })).max(mostSignatures),
});

/** A statement, and who signed it: DSSE (https://github.com/secure-systems-lab/dsse/blob/master/envelope.md). */
export interface Envelope {
  payload: Buffer;
  signatures: readonly { keyId?: string; signature: Buffer }[];
}

/** What is signed: `DSSEv1 <length of the type> <type> <length of the payload> <payload>`, lengths in bytes. */
export function preAuthEncoding(type: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** @returns one line of JSON; without a signer, it has no signatures. */
export async function sealEnvelope(payload: Uint8Array, signer?: Signer): Promise<string> {
  const signed = await signer?.sign(preAuthEncoding(payloadType, payload));
  const signatures =
    signer === undefined || signed === undefined
      ? []
      : [{ keyid: signer.keyId, sig: Buffer.from(signed).toString('base64') }];
  return `${JSON.stringify({ payloadType, payload: Buffer.from(payload).toString('base64'), signatures })}\n`;
}

/** Nothing for whatever is not exactly one envelope with a statement. */
export function parseEnvelope(text: string): Envelope | undefined {
  try {
    const { payload, signatures } = envelopeSchema.parse(JSON.parse(text));
    return {
      payload: Buffer.from(payload, 'base64'),
      signatures: signatures.map(({ keyid, sig }) => ({
        keyId: keyid || undefined,
        signature: Buffer.from(sig, 'base64'),
      })),
    };
  } catch {
    return undefined;
  }
}

/**
 * The first of these keys that a signature is by. The id in an envelope is not signed and proves nothing, so each
 * signature is checked with each key.
 */
export function signerAmong<Key extends PublicKey>(
  { payload, signatures }: Envelope,
  keys: readonly Key[],
): Key | undefined {
  const signed = preAuthEncoding(payloadType, payload);
  return keys.find((key) => signatures.some(({ signature }) => key.verify(signed, signature)));
}
