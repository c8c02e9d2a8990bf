import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Verification } from '@sluice/contract';
import { openBucket } from '@sluice/aws';
import { localBucket } from '@sluice/composition';
import { connectLocalCloud } from '@sluice/local-cloud';
import { parseOutput } from '../../testing/published-schema';
import { settings, TemporaryWorkspace } from '../../testing/temporary-workspace';
import promote from '../promote/promote.impl';
import type { VerifyOptions } from './schema';
import verify from './verify.impl';

const workspace = new TemporaryWorkspace();
const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const stranger = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });

let sha: string;
let server: Server;
let served: (url: string) => string | Buffer = () => '';
let address: string;

beforeAll(async () => {
  workspace.write('keys/provenance.pem', publicKey);
  workspace.write('keys/stranger.pem', String(stranger));
  const { prod, ...others } = settings.environments;
  const trusting = {
    ...prod,
    requires: [],
    confirm: false,
    requireProvenance: { keys: ['keys/provenance.pem'] },
  };
  workspace.write(
    'sluice.json',
    JSON.stringify({ ...settings, environments: { ...others, prod: trusting } }),
  );
  sha = workspace.commit('trust a key');
  await workspace.pack('content');
  await workspace.publish({}, { env: { SLUICE_SIGNING_KEY: privateKey } });
  await workspace.run(promote, { env: 'prod' });
  server = createServer((request, response) => {
    const content = request.url === '/' ? '' : served(request.url ?? '');
    if (content === '') response.writeHead(404).end('<html></html>');
    else response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  workspace.dispose();
});

async function verified(options: VerifyOptions) {
  const result = await workspace.run(verify, { ...options, json: true });
  return { ...result, told: parseOutput<Verification>('verify', result.stdout) };
}

const archive = () => join(workspace.root, 'dist/app.zip');

it('tells people where the archive of an environment came from', async () => {
  const before = await workspace.versions();
  const { success, stdout } = await workspace.run(verify, { subject: 'prod' });
  expect(success).toBe(true);
  expect(stdout).toContain(`  Commit      ${sha}\n`);
  expect(stdout).toContain('  Built by    local\n');
  expect(stdout).toMatch(new RegExp(`Verified: prod is ${sha.slice(0, 8)}, built by local\\.\\n$`));
  expect(await workspace.versions()).toEqual(before);
});

it.each<[string, () => string]>([
  ['an environment', () => 'prod'],
  ['a commit', () => sha.slice(0, 10)],
  ['an address in S3', () => `s3://${localBucket}/story/${sha}.zip`],
  ['a file', () => archive()],
])('verifies %s by the keys that sluice.json trusts', async (_, subject) => {
  const { success, told } = await verified({ subject: subject() });
  expect(success).toBe(true);
  expect(told).toMatchObject({ trust: 'trusted', provenance: { commit: sha, builder: 'local' } });
  expect(told.subject.sha256).toBe(told.provenance?.sha256);
  expect(told.problem).toBeUndefined();
});

it('verifies a running environment by the commit and digest that it tells', async () => {
  const { told } = await verified({ subject: 'prod' });
  const { commit, digest } = told.subject;
  served = () => JSON.stringify({ status: 'ok', commit, digest, environment: 'prod' });
  expect((await verified({ subject: address })).told).toMatchObject({
    subject: { kind: 'address', commit },
    trust: 'trusted',
  });
  served = () => JSON.stringify({ commit, digest: 'b'.repeat(64) });
  const other = await verified({ subject: address });
  expect(other).toMatchObject({ success: false, told: { problem: { kind: 'other-content' } } });
});

it('verifies an archive at an address', async () => {
  served = () => readFileSync(archive());
  const { success, told } = await verified({ subject: `${address}/downloads/${sha}.zip` });
  expect(success).toBe(true);
  expect(told).toMatchObject({ subject: { kind: 'address' }, trust: 'trusted' });
});

/** What publish has written beside the archive. */
async function publishedProvenance(): Promise<Buffer> {
  const cloud = await connectLocalCloud({ folder: workspace.cloud });
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const credentials = { accessKeyId, secretAccessKey };
  const bucket = openBucket({ bucket: localBucket, endpoint, region, credentials });
  const { bytes } = (await bucket.get(`story/_provenance/${sha}.intoto.jsonl`, 100_000))!;
  bucket.close();
  await cloud.close();
  return Buffer.from(bytes);
}

describe('without a workspace', () => {
  let elsewhere: string;
  const run = (subject: string, options: Partial<VerifyOptions> = {}) =>
    workspace.run(
      verify,
      { subject, json: true, ...options },
      { context: { root: elsewhere, cwd: elsewhere } },
    );

  beforeAll(async () => {
    elsewhere = join(workspace.cloud, '..', 'downloads');
    mkdirSync(elsewhere, { recursive: true });
    copyFileSync(archive(), join(elsewhere, 'store.zip'));
    copyFileSync(archive(), join(elsewhere, 'alone.zip'));
    writeFileSync(join(elsewhere, 'store.zip.intoto.jsonl'), await publishedProvenance());
    writeFileSync(join(elsewhere, 'trusted.pem'), publicKey);
  });

  it('verifies a file by the provenance beside it, and by the key that is named', async () => {
    const { success, stdout } = await run('store.zip', { key: 'trusted.pem' });
    expect({ success, told: JSON.parse(stdout) as Verification }).toMatchObject({
      success: true,
      told: { trust: 'trusted', provenance: { commit: sha } },
    });
  });

  it('verifies an archive at an address by the provenance that is beside it there', async () => {
    const provenance = await publishedProvenance();
    served = (url) => (url.endsWith('.jsonl') ? provenance : readFileSync(join(elsewhere, 'store.zip')));
    const { success, stdout } = await run(`${address}/store.zip`, { key: 'trusted.pem' });
    expect({ success, told: JSON.parse(stdout) as Verification }).toMatchObject({
      success: true,
      told: { subject: { kind: 'address' }, trust: 'trusted', provenance: { commit: sha } },
    });
  });

  it.each([
    ['alone.zip', 1, /There is no provenance beside alone\.zip\.\nPut it there as alone\.zip\.intoto\.jsonl/],
    ['prod', 2, /only the path or the address of an archive can be verified; "prod" is neither/],
    ['http://127.0.0.1:1/', 2, /only the path or the address of an archive can be verified/],
  ])('says why %s cannot be verified', async (subject, exitCode, said) => {
    const result = await run(subject);
    expect(result).toMatchObject({ success: false, exitCode, stdout: '' });
    expect(result.stderr).toMatch(said);
  });
});

it('verifies a file by the provenance beside it, wherever both lie', async () => {
  copyFileSync(archive(), join(workspace.root, 'dist/elsewhere.zip'));
  workspace.write('dist/elsewhere.zip.intoto.jsonl', await publishedProvenance());
  expect((await verified({ subject: 'dist/elsewhere.zip' })).told).toMatchObject({ trust: 'trusted' });
  await workspace.pack('other content');
  copyFileSync(archive(), join(workspace.root, 'dist/elsewhere.zip'));
  const { success, told } = await verified({ subject: 'dist/elsewhere.zip' });
  expect({ success, kind: told.problem?.kind }).toEqual({ success: false, kind: 'other-content' });
});

it.each<[string, Partial<VerifyOptions>, string, string]>([
  ['another key', { key: 'keys/stranger.pem' }, 'untrusted', 'other-key'],
  ['another builder', { builder: 'https://ci.example.org' }, 'trusted', 'other-builder'],
])('ends with 3 for %s, and tells what the provenance says', async (_, options, trust, kind) => {
  const result = await verified({ subject: 'prod', ...options });
  expect(result).toMatchObject({ success: false, exitCode: 3, told: { trust, problem: { kind } } });
  expect(result.told.provenance?.commit).toBe(sha);
});

it('ends with 3 for an archive that was never published', async () => {
  await workspace.pack('never published');
  const { success, told } = await verified({ subject: 'dist/app.zip' });
  expect({ success, told: told.problem?.kind }).toEqual({ success: false, told: 'missing' });
});

it.each([
  ['dist/gone.zip', /There is no file dist\/gone\.zip/],
  ['s3://other-bucket/story/x.zip', /is not the address of an archive of this app/],
  ['stage2', /Unknown revision "stage2"/],
  ['http://127.0.0.1:1/app.zip', /cannot be reached/],
])('says what is wrong with %s', async (subject, said) => {
  const { success, stdout, stderr } = await workspace.run(verify, { subject });
  expect({ success, stdout }).toEqual({ success: false, stdout: '' });
  expect(stderr).toMatch(said);
});
