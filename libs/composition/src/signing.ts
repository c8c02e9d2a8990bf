import { localSigner, parsePublicKey, SluiceError, type ReadPublicKey, type Signer } from '@sluice/release';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** A key of AWS KMS: its id, its ARN or an alias follows. */
const kms = 'awskms:';

/** The variable that names the private key. */
const variable = 'SLUICE_SIGNING_KEY';

/** Where keys are that are named by a path, or are in KMS. */
interface KeyPlace {
  /** Absolute path of the workspace. */
  root: string;
  region?: string;
}

/** Reads the public keys that sluice.json names. */
export function publicKeyReader({ root, region }: KeyPlace): ReadPublicKey {
  return async (reference) => {
    const kmsKey = kmsKeyOf(reference);
    if (kmsKey !== undefined) {
      const { kmsPublicKey } = await import('./kms');
      return parsePublicKey(await kmsPublicKey(kmsKey, region), `The key "${kmsKey}" of KMS`);
    }
    if (reference.includes('-----BEGIN')) return parsePublicKey(reference, 'A key in sluice.json');
    const what = `The key file ${reference}`;
    const remedy = 'Correct "keys" in sluice.json, or commit the file.';
    return parsePublicKey(await readKeyFile(resolve(root, reference), what, remedy), what);
  };
}

/**
 * Who signs what is published: the private key in SLUICE_SIGNING_KEY, which holds PEM text, the path of a PEM file, or
 * `awskms:<key id, ARN or alias>`.
 * @returns nothing where the variable is not set.
 * @throws SluiceError `invalid-configuration` for a key that cannot be used; whatever KMS says.
 */
export async function openSigner(
  env: Readonly<Record<string, string | undefined>>,
  { root, region }: KeyPlace,
): Promise<Signer | undefined> {
  const named = env[variable]?.trim();
  if (!named) return undefined;
  const kmsKey = kmsKeyOf(named);
  if (kmsKey === undefined) {
    if (named.includes('-----BEGIN')) return localSigner(`${named}\n`, variable);
    // The value is in no message: it may be a key whose first line was lost.
    const what = `The key file that ${variable} names`;
    const pem = await readKeyFile(
      resolve(root, named),
      what,
      `Set ${variable} to PEM text, to the path of a PEM file, or to awskms:<key>.`,
    );
    return localSigner(pem, what);
  }
  const { kmsPublicKey, kmsSign } = await import('./kms');
  const { id } = parsePublicKey(await kmsPublicKey(kmsKey, region), `The key "${kmsKey}" of KMS`);
  return { keyId: id, sign: (data) => kmsSign(kmsKey, data, region) };
}

/**
 * As cosign writes it, `awskms:///<key>`, is understood, too.
 * @throws SluiceError `invalid-configuration` where no key follows, as a variable that is not set leaves it.
 */
function kmsKeyOf(reference: string): string | undefined {
  if (!reference.startsWith(kms)) return undefined;
  const key = reference.slice(kms.length).replace(/^\/+/, '');
  if (key !== '') return key;
  throw new SluiceError(
    'invalid-configuration',
    `"${reference}" names no key of KMS.`,
    `Write ${kms}<key id, ARN or alias>.`,
  );
}

async function readKeyFile(path: string, what: string, remedy: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new SluiceError('invalid-configuration', `${what} cannot be read (${code}).`, remedy);
  }
}
