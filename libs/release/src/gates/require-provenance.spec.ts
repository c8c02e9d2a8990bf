import { createHash, generateKeyPairSync } from 'node:crypto';
import { resolveSettings } from '../config/resolve-settings';
import { chooseTarget } from '../config/choose-target';
import type { PublishContext } from '../context';
import { archiveKey, provenanceKey } from '../keys';
import { planPromotion } from '../operations/promote/plan';
import { applyPromotion } from '../operations/promote/promote';
import { publish, type PublishRequest } from '../operations/publish/publish';
import { localSigner } from '../provenance/local-signer';
import { parsePublicKey } from '../provenance/public-key';
import { file, releaseFixtures, type ReleaseFixture } from '../testing/release-fixture';

const builder = 'https://github.com/acme/shop/.github/workflows/deploy.yml@refs/heads/main';
const day = 86_400_000;
const newFixture = releaseFixtures();

const newPair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { signer: localSigner(privateKey, 'the key'), publicKey };
};
const [trusted, other] = [newPair(), newPair()];

const settings = resolveSettings({
  file: {
    ...file,
    environments: {
      ...file.environments,
      prod: {
        tag: 'prod',
        requireProvenance: { keys: [trusted.publicKey], builders: [builder], maxAge: '30d' },
      },
    },
  },
  env: {},
});

function contextOf(fixture: ReleaseFixture, index: number, more: Partial<PublishContext> = {}) {
  return {
    ...fixture.contextAt(index),
    settings,
    build: { builder },
    signer: trusted.signer,
    readPublicKey: async (pem: string) => parsePublicKey(pem, 'The key'),
    clock: { now: () => fixture.bucket.now().getTime() },
    ...more,
  };
}

async function published(
  index: number,
  more: Partial<PublishContext> = {},
  request: Partial<PublishRequest> = {},
  fixture = newFixture(),
) {
  const archive = await fixture.archive(`content ${index}`);
  await publish(contextOf(fixture, index, more), { archive, ...request });
  return fixture;
}

async function promote(fixture: ReleaseFixture, index: number, more: Partial<PublishContext> = {}) {
  const context = contextOf(fixture, index, more);
  const before = fixture.bucket.versionCount();
  const plan = await planPromotion(context, chooseTarget(settings, { env: 'prod' }), fixture.sha(index));
  const answers = plan.gateResults.filter(({ rule }) => rule === 'requireProvenance');
  const done = await applyPromotion(context, plan).catch((error: unknown) => error);
  return { answers, done, written: fixture.bucket.versionCount() - before };
}

/** Refused by the plan and by its execution, and nothing was written. */
async function expectRefused(fixture: ReleaseFixture, index: number, why: RegExp, more = {}) {
  const { answers, done, written } = await promote(fixture, index, more);
  expect(answers).toEqual([
    expect.objectContaining({
      ok: false,
      explanation: expect.stringMatching(why),
      remedy: expect.any(String),
    }),
  ]);
  expect(answers[0]).not.toHaveProperty('isOverridable');
  expect(done).toMatchObject({ code: 'refused', message: expect.stringMatching(why) });
  expect(written).toBe(0);
  expect(await fixture.bucket.head('story/prod.zip')).toBeUndefined();
}

const envelopeOf = async (fixture: ReleaseFixture, index: number) =>
  JSON.parse(await fixture.bucket.text(provenanceKey('story/', fixture.sha(index)))) as {
    payload: string;
    signatures: unknown[];
  };
const putEnvelope = (fixture: ReleaseFixture, index: number, envelope: unknown) =>
  fixture.bucket.put(
    provenanceKey('story/', fixture.sha(index)),
    typeof envelope === 'string' ? envelope : JSON.stringify(envelope),
  );

it('promotes what a trusted key signed, and names the builder', async () => {
  const fixture = await published(0);
  const { answers, done } = await promote(fixture, 0);
  expect(done).toMatchObject({ outcome: 'moved' });
  expect(answers).toEqual([
    expect.objectContaining({ ok: true, explanation: expect.stringContaining(builder) }),
  ]);
});

it('promotes by the one of two signatures that is right', async () => {
  const fixture = await published(0);
  const envelope = await envelopeOf(fixture, 0);
  putEnvelope(fixture, 0, { ...envelope, signatures: [{ keyid: '', sig: 'e30=' }, ...envelope.signatures] });
  expect((await promote(fixture, 0)).done).toMatchObject({ outcome: 'moved' });
});

it('promotes what the server keeps no checksum of, by its bytes', async () => {
  const fixture = newFixture();
  fixture.bucket.keepsChecksums = false;
  await published(0, {}, {}, fixture);
  expect((await promote(fixture, 0)).done).toMatchObject({ outcome: 'moved' });
  expect(fixture.bucket.bytesRead).toBeGreaterThanOrEqual(
    (await fixture.bucket.head(archiveKey('story/', fixture.sha(0))))!.size,
  );
});

it('asks nothing of an environment that does not require it', async () => {
  const fixture = await published(0, { signer: undefined });
  const context = contextOf(fixture, 0);
  const plan = await planPromotion(context, chooseTarget(settings, { env: 'uat' }), fixture.sha(0));
  expect(plan.gateResults.map(({ rule }) => rule)).not.toContain('requireProvenance');
});

describe('refuses, and writes nothing for,', () => {
  test('an unsigned provenance', async () => {
    await expectRefused(await published(0, { signer: undefined }), 0, /its provenance is not signed \(/);
  });

  test('a signature by another key', async () => {
    await expectRefused(await published(0, { signer: other.signer }), 0, /not signed by a trusted key/);
  });

  test('a signature of another key under the id of the trusted one', async () => {
    const signer = { ...other.signer, keyId: trusted.signer.keyId };
    await expectRefused(await published(0, { signer }), 0, /not signed by a trusted key/);
  });

  test('an archive whose bytes were changed, whatever its metadata say', async () => {
    const fixture = await published(0);
    const key = archiveKey('story/', fixture.sha(0));
    const { metadata } = (await fixture.bucket.head(key))!;
    fixture.bucket.put(key, 'other bytes', { ...metadata });
    await expectRefused(fixture, 0, /its SHA-256 is .* its provenance is about/);
  });

  test('an archive whose metadata name another content, as the other gates would go by it', async () => {
    const fixture = await published(0);
    const key = archiveKey('story/', fixture.sha(0));
    const object = (await fixture.bucket.head(key))!;
    await fixture.bucket.copy(object, key, { ...object.metadata, digest: 'b'.repeat(64) });
    await expectRefused(fixture, 0, /its digest is bbbbbbbb/);
  });

  test('other bytes with a statement about them that somebody put under the signature', async () => {
    const fixture = await published(0);
    const key = archiveKey('story/', fixture.sha(0));
    const { metadata } = (await fixture.bucket.head(key))!;
    const [before, after] = [
      await fixture.bucket.sha256Of(key),
      createHash('sha256').update('other').digest('hex'),
    ];
    fixture.bucket.put(key, 'other', { ...metadata });
    const envelope = await envelopeOf(fixture, 0);
    const statement = Buffer.from(envelope.payload, 'base64').toString().replace(before!, after);
    putEnvelope(fixture, 0, { ...envelope, payload: Buffer.from(statement).toString('base64') });
    await expectRefused(fixture, 0, /not signed by a trusted key/);
  });

  test('a signed statement of another commit with the same bytes', async () => {
    const fixture = newFixture();
    const archive = await fixture.archive('the same');
    for (const index of [0, 1]) await publish(contextOf(fixture, index), { archive });
    putEnvelope(fixture, 1, await envelopeOf(fixture, 0));
    await expectRefused(fixture, 1, /its provenance is of commit/);
  });

  test('a signed statement of another archive', async () => {
    const fixture = await published(0);
    await published(1, {}, {}, fixture);
    putEnvelope(fixture, 1, await envelopeOf(fixture, 0));
    await expectRefused(fixture, 1, /its SHA-256 is/);
  });

  test('a signed statement of the same commit of another app', async () => {
    const fixture = await published(0);
    const archive = await fixture.archive('content 0');
    await publish({ ...contextOf(fixture, 0), prefix: 'other/' }, { archive });
    putEnvelope(fixture, 0, await fixture.bucket.text(provenanceKey('other/', fixture.sha(0))));
    await expectRefused(fixture, 0, /its provenance is of the archive other\//);
  });

  test('another builder', async () => {
    const build = { builder: builder.replace('main', 'feature') };
    await expectRefused(await published(0, { build }), 0, /built by .*feature, which is not trusted/);
  });

  test('a provenance that has expired', async () => {
    const fixture = await published(0);
    const late = { clock: { now: () => fixture.bucket.now().getTime() + 31 * day } };
    await expectRefused(fixture, 0, /31d|4w3d old, and .* is allowed/, late);
  });

  test('a provenance of a time to come, which would never expire', async () => {
    const fixture = newFixture();
    const clock = { now: () => fixture.bucket.now().getTime() + 365 * day };
    await published(0, { clock }, {}, fixture);
    await expectRefused(fixture, 0, /still to come/);
  });

  test('an archive of which nothing proved that it is its commit', async () => {
    const fixture = await published(0, {}, { allowDirty: true, packedByNx: true });
    await expectRefused(fixture, 0, /published with allowDirty/);
  });

  test('a provenance that is missing', async () => {
    const fixture = await published(0);
    await fixture.bucket.remove(provenanceKey('story/', fixture.sha(0)));
    await expectRefused(fixture, 0, /it has no provenance/);
  });

  test.each([
    ['no JSON', 'PK'],
    ['an empty object', ''],
    ['no envelope', '{}'],
    ['two envelopes', '{}\n{}'],
  ])('a provenance that is malformed: %s', async (_, text) => {
    const fixture = await published(0);
    putEnvelope(fixture, 0, text);
    await expectRefused(fixture, 0, /its provenance cannot be read/);
  });

  test('a signed statement of another kind', async () => {
    const fixture = await published(0);
    const envelope = await envelopeOf(fixture, 0);
    const payload = Buffer.from('{"_type":"https://in-toto.io/Statement/v1"}').toString('base64');
    putEnvelope(fixture, 0, { ...envelope, payload });
    await expectRefused(fixture, 0, /its provenance cannot be read/);
  });

  test('a trusted key that cannot be read', async () => {
    const fixture = await published(0);
    const readPublicKey = async () => parsePublicKey('none', 'The key keys/gone.pem');
    await expectRefused(fixture, 0, /cannot be checked: The key keys\/gone\.pem/, { readPublicKey });
  });

  test('everything where no public key can be read at all', async () => {
    const fixture = await published(0);
    await expectRefused(fixture, 0, /cannot be checked/, { readPublicKey: undefined });
  });

  test('what is changed between the plan and its execution', async () => {
    const fixture = await published(0);
    const context = contextOf(fixture, 0);
    const plan = await planPromotion(context, chooseTarget(settings, { env: 'prod' }), fixture.sha(0));
    putEnvelope(fixture, 0, '{}');
    await expect(applyPromotion(context, plan)).rejects.toMatchObject({ code: 'refused' });
    expect(await fixture.bucket.head('story/prod.zip')).toBeUndefined();
  });
});
