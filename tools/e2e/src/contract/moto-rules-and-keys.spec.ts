import { createHash } from 'node:crypto';
import { openEventRules, type LazyRules } from '@sluice/aws';
import { openSigner, publicKeyReader } from '@sluice/composition';
import { makeRule } from './testing/event-rule';
import { makeKey } from './testing/kms-key';
import { findMoto, startMoto, type MotoServer } from './testing/moto-server';

const program = findMoto();
const arn = (name: string) => `arn:aws:codepipeline:us-east-1:123456789012:${name}`;
const pattern = {
  source: ['aws.s3'],
  'detail-type': ['Object Created'],
  detail: { bucket: { name: ['acme'] }, object: { key: ['story/uat.zip'] } },
};

if (program === undefined) {
  it('moto_server was not found: no rule was read from it, and nothing signed with a key of KMS', () => {
    expect(findMoto()).toBeUndefined();
  });
} else {
  let server: MotoServer;
  let rules: LazyRules;

  beforeAll(async () => {
    server = await startMoto(program);
    const place = {
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    };
    rules = openEventRules(place);
    await makeRule(place, { name: 'story-uat-start', pattern, target: arn('story-uat-pipeline') });
    await makeRule(place, { name: 'asleep', pattern, target: arn('story-qa-pipeline'), isEnabled: false });
  }, 90_000);
  afterAll(async () => {
    await rules?.close();
    await server?.stop();
  });

  it('reads from EventBridge which rules start a pipeline, by what, and whether they are on', async () => {
    const [start, ...others] = await rules.targeting(arn('story-uat-pipeline'));
    expect(others).toEqual([]);
    expect(start).toMatchObject({ name: 'story-uat-start', isEnabled: true });
    expect(JSON.parse(start?.pattern ?? '')).toEqual(pattern);
    expect(await rules.targeting(arn('story-qa-pipeline'))).toMatchObject([
      { name: 'asleep', isEnabled: false },
    ]);
    expect(await rules.targeting(arn('story-prod-pipeline'))).toEqual([]);
  });

  describe('a key of KMS', () => {
    const before = { ...process.env };
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
    const inIreland = () => ({ endpoint: server.endpoint, region: 'eu-west-1', credentials });

    beforeAll(() => {
      process.env.AWS_ENDPOINT_URL_KMS = server.endpoint;
      process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
      process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
    });
    afterAll(() => {
      process.env = before;
    });

    // An ARN says the region itself.
    it.each([
      ['id', 'eu-west-1'],
      ['alias', 'eu-west-1'],
      ['arn', 'us-east-1'],
    ] as const)('signs what its public half verifies, named by its %s', async (name, region) => {
      const made = await makeKey(inIreland(), `alias/sluice-${name}`);
      const named = `awskms:${made[name]}`;
      const place = { root: '/', region };
      const signer = await openSigner({ SLUICE_SIGNING_KEY: named }, place);
      // More than KMS takes of a message.
      const data = Buffer.alloc(5000, 'x');
      const signature = await signer!.sign(data);
      const key = await publicKeyReader(place)(named);
      expect(key.id).toBe(signer?.keyId);
      // KNOWN GAP: moto does not know the MessageType DIGEST, and hashes the digest once more.
      const sent = createHash('sha256').update(data).digest();
      expect(key.verify(data, signature) || key.verify(sent, signature)).toBe(true);
      expect(key.verify(Buffer.from('other'), signature)).toBe(false);
    });

    it.each([
      [
        'of another kind',
        async () => (await makeKey(inIreland(), 'alias/rsa', 'RSA_2048')).id,
        /does not sign with ECDSA_SHA_256/,
      ],
      ['that does not exist', async () => 'alias/none', /the key "alias\/none" of KMS/i],
    ])('is refused before anything is published if it is one %s', async (_, named, said) => {
      const SLUICE_SIGNING_KEY = `awskms:///${await named()}`;
      await expect(
        openSigner({ SLUICE_SIGNING_KEY }, { root: '/', region: 'eu-west-1' }),
      ).rejects.toMatchObject({ message: expect.stringMatching(said), remedy: expect.any(String) });
    });
  });
}
