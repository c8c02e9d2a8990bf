import { CreateAliasCommand, CreateKeyCommand, KMSClient, type KeySpec } from '@aws-sdk/client-kms';

export interface MadeKey {
  id: string;
  arn: string;
  alias: string;
}

/** Makes a key that signs, and an alias for it. */
export async function makeKey(
  place: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } },
  alias: string,
  kind: KeySpec = 'ECC_NIST_P256',
): Promise<MadeKey> {
  const kms = new KMSClient(place);
  try {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec: kind, KeyUsage: 'SIGN_VERIFY' }));
    const { KeyId = '', Arn = '' } = KeyMetadata ?? {};
    await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyId }));
    return { id: KeyId, arn: Arn, alias };
  } finally {
    kms.destroy();
  }
}
