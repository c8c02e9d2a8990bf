import { createHash } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { AwsFailure } from '../failures/aws-failure';
import { explain } from '../failures/explain';
import { timeouts } from '../timeouts';

/** ECDSA on P-256: the only curve that KMS signs SHA-256 with. */
const algorithm = 'ECDSA_SHA_256';

/** Keys of AWS KMS that sign. Their private halves never leave KMS. */
export class KmsKeys {
  constructor(private readonly client: KMSClient) {}

  /**
   * SubjectPublicKeyInfo, in DER.
   * @param key a key id, an ARN or an alias.
   */
  async publicKey(key: string): Promise<Uint8Array> {
    const { SigningAlgorithms = [], PublicKey } = await this.ask(key, 'read the public key', () =>
      this.client.send(new GetPublicKeyCommand({ KeyId: key })),
    );
    if (PublicKey !== undefined && SigningAlgorithms.includes(algorithm)) return PublicKey;
    throw new AwsFailure(
      'unsupported',
      `The key "${key}" of KMS does not sign with ${algorithm}.`,
      'Create one with: aws kms create-key --key-usage SIGN_VERIFY --key-spec ECC_NIST_P256',
    );
  }

  /** A signature in DER. KMS is given the digest: it takes no message above 4 KB. */
  async sign(key: string, data: Uint8Array): Promise<Uint8Array> {
    const { Signature } = await this.ask(key, 'sign with the key', () =>
      this.client.send(
        new SignCommand({
          KeyId: key,
          Message: createHash('sha256').update(data).digest(),
          MessageType: 'DIGEST',
          SigningAlgorithm: algorithm,
        }),
      ),
    );
    if (Signature !== undefined) return Signature;
    throw explain(new Error('KMS gave no signature'), 'sign', this.nameOf(key));
  }

  /** Ends the connections that are kept alive, so that a process can end. */
  close(): void {
    this.client.destroy();
  }

  private async ask<T>(key: string, doing: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw explain(error, doing, this.nameOf(key));
    }
  }

  private nameOf(key: string): string {
    return `The key "${key}" of KMS`;
  }
}

/**
 * @param region what is absent, the AWS SDK takes from its own variables and files; the ARN of a key has its own. The
 * server is AWS, or the one that AWS_ENDPOINT_URL_KMS names.
 */
export function openKmsKeys(region: string | undefined): KmsKeys {
  return new KmsKeys(new KMSClient({ region, requestHandler: timeouts() }));
}
