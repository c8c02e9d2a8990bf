import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArchive } from '@sluice/archive';
import type { BuildContext } from '@sluice/local-cloud';
import { resolveApps, resolveSettings } from '@sluice/release';
import { pipelineDefinitions } from './definitions';

const access = {
  bucket: 'bucket',
  endpoint: 'http://127.0.0.1:1',
  region: 'us-east-1',
  accessKeyId: 'id',
  secretAccessKey: 'secret',
};
const settings = resolveSettings({
  file: {
    app: 'story',
    environments: { stage: { tag: 'latest' }, uat: { tag: 'uat' }, qa: { tag: 'uat', pipeline: 'qa-line' } },
  },
  env: {},
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-workbench-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function build(metadata: (digest: string) => Record<string, string>) {
  await writeFile(join(folder, 'main.js'), 'listen()');
  const file = join(folder, 'app.zip');
  const files = [{ path: 'app/server/main.js', file: join(folder, 'main.js') }];
  const { digest } = await writeArchive({ root: folder, files, output: file });
  const [definition] = pipelineDefinitions([settings], access, () => 0);
  const context = {
    file,
    folder: join(folder, 'unpacked'),
    metadata: metadata(digest),
    log: () => undefined,
  };
  return { digest, definition, result: definition?.build(context as unknown as BuildContext) };
}

it('makes one pipeline for each environment, on the object of its tag', () => {
  const definitions = pipelineDefinitions([settings], access, ({ name }) => (name === 'qa' ? 4303 : 0));
  expect(definitions.map(({ name, source, deploy }) => [name, source.key, deploy.publicPort])).toEqual([
    ['story-stage-pipeline', 'story/latest.zip', 0],
    ['story-uat-pipeline', 'story/uat.zip', 0],
    ['qa-line', 'story/uat.zip', 4303],
  ]);
});

it('keeps the environments of several apps apart', () => {
  const environments = { stage: { tag: 'latest' } };
  const apps = resolveApps({ file: { apps: { store: { environments }, admin: { environments } } }, env: {} });
  const definitions = pipelineDefinitions(apps, access, (_, { app }) => (app === 'store' ? 1 : 2));
  expect(
    definitions.map(({ name, source, deploy }) => [name, source.key, deploy.name, deploy.publicPort]),
  ).toEqual([
    ['store-stage-pipeline', 'store/latest.zip', 'store.stage', 1],
    ['admin-stage-pipeline', 'admin/latest.zip', 'admin.stage', 2],
  ]);
});

it('unpacks an archive, and tells the server its commit and digest', async () => {
  const commit = 'a'.repeat(40);
  const { digest, definition, result } = await build((own) => ({ commit, digest: own }));
  expect(await result).toMatchObject({ variables: { commit, digest } });
  expect(await readFile(join(folder, 'unpacked/app/server/main.js'), 'utf8')).toBe('listen()');
  const variables = { commit, digest };
  const command = definition?.deploy.command(join(folder, 'unpacked'), {
    environment: 'stage',
    port: 1,
    versionId: 'v',
    variables,
  });
  expect(command).toMatchObject({
    args: [join(folder, 'unpacked/app/server/main.js')],
    env: {
      SLUICE_COMMIT: commit,
      SLUICE_DIGEST: digest,
      SLUICE_ENVIRONMENT: 'stage',
      SLUICE_BUCKET: 'bucket',
    },
  });
});

it('refuses an archive that is not what its metadata says', async () => {
  const { result } = await build(() => ({ digest: 'f'.repeat(64) }));
  await expect(result).rejects.toThrow(/its metadata has ffff/);
});
