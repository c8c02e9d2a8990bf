import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PublishContext } from '../../context';
import { archiveKey, provenanceKey } from '../../keys';
import { localSigner } from '../../provenance/local-signer';
import { readProvenance } from '../../provenance/stored';
import { releaseFixtures, type ReleaseFixture } from '../../testing/release-fixture';
import { publish } from './publish';

const newFixture = releaseFixtures();
const newSigner = () =>
  localSigner(
    String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })),
    'the key',
  );

const key = (fixture: ReleaseFixture, index: number) => provenanceKey('story/', fixture.sha(index));
const archiveOf = (fixture: ReleaseFixture, index: number) => archiveKey('story/', fixture.sha(index));

async function run(
  fixture: ReleaseFixture,
  index: number,
  more: Partial<PublishContext> = {},
  content = 'one',
) {
  const archive = await fixture.archive(content);
  return publish({ ...fixture.contextAt(index), ...more }, { archive });
}

it('writes in the forms of in-toto and SLSA which run made the archive, of what, and from which tasks', async () => {
  const fixture = newFixture();
  const tasks = [
    {
      task: 'client:build',
      hash: '12',
      outcome: 'restored' as const,
      namespace: 'main',
      run: 'https://ci/1',
    },
    { task: 'server:build', hash: '34', outcome: 'built' as const, missed: 'absent' as const },
  ];
  const at = Date.UTC(2026, 10, 29, 12);
  const result = await run(fixture, 0, {
    build: {
      builder: 'https://ci/workflow@refs/heads/main',
      repository: 'git+https://git.example/acme/shop',
      startedAt: new Date(at - 60_000),
      versions: { node: '20' },
      tasks,
    },
    run: 'https://ci/runs/7',
    publisher: 'app',
    clock: { now: () => at },
  });
  const bytes = await readFile(await fixture.archive('one'));
  const { payload, payloadType, signatures } = JSON.parse(await fixture.bucket.text(key(fixture, 0)));
  expect({ payloadType, signatures }).toEqual({
    payloadType: 'application/vnd.in-toto+json',
    signatures: [],
  });
  expect(JSON.parse(Buffer.from(payload, 'base64').toString())).toEqual({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      {
        name: archiveOf(fixture, 0),
        digest: {
          sha256: createHash('sha256').update(bytes).digest('hex'),
          sluiceContent: result.digest,
        },
      },
    ],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: expect.stringMatching(/^https:/),
        externalParameters: { prefix: 'story/', project: 'app' },
        internalParameters: {
          nxTasks: [tasks[0], { task: 'server:build', hash: '34', outcome: 'built' }],
        },
        resolvedDependencies: [
          { uri: 'git+https://git.example/acme/shop', digest: { gitCommit: fixture.sha(0) } },
        ],
      },
      runDetails: {
        builder: { id: 'https://ci/workflow@refs/heads/main', version: { node: '20' } },
        metadata: {
          invocationId: 'https://ci/runs/7',
          startedOn: '2026-11-29T11:59:00.000Z',
          finishedOn: '2026-11-29T12:00:00.000Z',
        },
      },
    },
  });
});

it('leaves the provenance as it is when the commit is published again', async () => {
  const fixture = newFixture();
  expect((await run(fixture, 0)).provenance).toMatchObject({ outcome: 'written' });
  expect((await run(fixture, 0)).provenance).toMatchObject({ outcome: 'present' });
  expect(await fixture.bucket.versions(key(fixture, 0))).toHaveLength(1);
});

it('adds the provenance to an archive of an earlier version of Sluice', async () => {
  const fixture = newFixture();
  await run(fixture, 0);
  await fixture.bucket.remove(key(fixture, 0));
  expect((await run(fixture, 0)).provenance).toMatchObject({ outcome: 'written' });
  expect((await readProvenance(fixture.context(), fixture.sha(0)))?.provenance?.commit).toBe(fixture.sha(0));
});

it('replaces what nobody signed by what this run signs, and nothing that somebody signed', async () => {
  const fixture = newFixture();
  await run(fixture, 0);
  const [first, second] = [newSigner(), newSigner()];
  expect((await run(fixture, 0, { signer: first })).provenance).toEqual({
    key: key(fixture, 0),
    outcome: 'written',
    keyId: first.keyId,
  });
  expect((await run(fixture, 0, { signer: second })).provenance).toMatchObject({
    outcome: 'present',
    keyId: first.keyId,
  });
});

it('replaces the provenance of an archive that was deleted, when its commit is published with other content', async () => {
  const fixture = newFixture();
  await run(fixture, 0);
  await fixture.bucket.remove(archiveOf(fixture, 0));
  for (const tag of ['latest.zip', 'latest.newest.json']) await fixture.bucket.remove(`story/${tag}`);
  const { digest, provenance } = await run(fixture, 0, {}, 'two');
  expect(provenance.outcome).toBe('written');
  expect((await readProvenance(fixture.context(), fixture.sha(0)))?.provenance?.digest).toBe(digest);
});

it('reads the bytes that it states, where they were copied and the server keeps no checksum', async () => {
  const fixture = newFixture();
  fixture.bucket.keepsChecksums = false;
  await run(fixture, 0);
  const before = fixture.bucket.bytesRead;
  expect(await run(fixture, 1)).toMatchObject({
    archive: { outcome: 'copied' },
    provenance: { outcome: 'written' },
  });
  const { size } = (await fixture.bucket.head(archiveOf(fixture, 1)))!;
  expect(fixture.bucket.bytesRead - before).toBeGreaterThanOrEqual(size);
});

it('does not sign for a copy of an archive that somebody has changed', async () => {
  const fixture = newFixture();
  await run(fixture, 0);
  const { metadata } = (await fixture.bucket.head('story/latest.zip'))!;
  fixture.bucket.put('story/latest.zip', 'changed', { ...metadata });
  await expect(run(fixture, 1, { signer: newSigner() })).rejects.toMatchObject({
    code: 'content-mismatch',
    message: expect.stringMatching(/does not contain what its metadata say/),
  });
  expect(await fixture.bucket.head(key(fixture, 1))).toBeUndefined();
});

it('does not sign for an archive that somebody has changed', async () => {
  const fixture = newFixture();
  await run(fixture, 0);
  await fixture.bucket.remove(key(fixture, 0));
  const { metadata } = (await fixture.bucket.head(archiveOf(fixture, 0)))!;
  fixture.bucket.put(archiveOf(fixture, 0), 'changed', { ...metadata });
  await expect(run(fixture, 0, { signer: newSigner() })).rejects.toMatchObject({ code: 'content-mismatch' });
  expect(await fixture.bucket.head(key(fixture, 0))).toBeUndefined();
});

it('leaves latest where it is when nobody can sign, and moves it when the commit is published again', async () => {
  const fixture = newFixture();
  const signer = { keyId: 'a', sign: () => Promise.reject(new Error('KMS is away')) };
  await expect(run(fixture, 0, { signer })).rejects.toThrow('KMS is away');
  expect(await fixture.commitOn('latest')).toBeUndefined();
  expect(await run(fixture, 0, { signer: newSigner() })).toMatchObject({
    archive: { outcome: 'present' },
    provenance: { outcome: 'written' },
    latest: { outcome: 'moved' },
  });
});

it.each(['lost-after', 'conflict-after'] as const)(
  'takes its own provenance for done after %s',
  async (fault) => {
    const fixture = newFixture();
    let times = 0;
    fixture.bucket.fault = (at) => (at === key(fixture, 0) && (times += 1) === 1 ? fault : undefined);
    expect(await run(fixture, 0)).toMatchObject({ latest: { outcome: 'moved' } });
    expect(await fixture.bucket.versions(key(fixture, 0))).toHaveLength(1);
  },
);

it('keeps the provenance of the one who was first, of two who publish a commit at the same time', async () => {
  const fixture = newFixture();
  const [first, second] = [newSigner(), newSigner()];
  let isNested = false;
  fixture.bucket.beforeWrite = async (at) => {
    if (at !== key(fixture, 0) || isNested) return;
    isNested = true;
    await run(fixture, 0, { signer: second });
  };
  expect((await run(fixture, 0, { signer: first })).provenance).toMatchObject({
    outcome: 'present',
    keyId: second.keyId,
  });
  expect(await fixture.bucket.versions(key(fixture, 0))).toHaveLength(1);
});
