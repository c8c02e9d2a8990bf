import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyArchive } from '@sluice/archive';
import { openBucket } from '@sluice/aws';
import { findMoto, startMoto } from '../contract/testing/moto-server';
import { createVersionedBucket } from '../contract/testing/served-bucket';
import { SmallApps } from './testing/small-apps';

jest.setTimeout(180_000);

const program = findMoto();

if (program === undefined) {
  it('moto_server was not found: nothing was shipped to it', () => {
    expect(findMoto()).toBeUndefined();
  });
} else {
  it('publishes to and promotes in a bucket behind a URL, with metadata that tells who, what and why', async () => {
    const server = await startMoto(program);
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
    const place = { bucket: 'acme-pipeline', endpoint: server.endpoint, region: 'us-east-1', credentials };
    const folder = mkdtempSync(join(tmpdir(), 'sluice-moto-'));
    const { clone } = new SmallApps(['store'], {
      SLUICE_LOCAL_CLOUD: '',
      SLUICE_BUCKET: place.bucket,
      AWS_REGION: place.region,
      AWS_ENDPOINT_URL_S3: server.endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      CI: 'true',
    });
    const bucket = openBucket(place);
    try {
      await createVersionedBucket(place);
      const sha = clone.git('rev-parse', 'HEAD');
      for (const args of [
        ['run', 'store:publish'],
        ['run', 'store:promote', '--env=uat', '--reason=release 12'],
      ]) {
        const run = await clone.nx(args);
        if (run.code !== 0) throw new Error(run.output);
      }

      const told = {
        commit: sha,
        project: 'store',
        subject: 'small apps',
        author: 'Amy Anderson',
        actor: 'Amy Anderson <amy@example.org>',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        'committed-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        'deploy-id': expect.any(String),
        'codepipeline-artifact-revision-summary': `${sha.slice(0, 8)} small apps`,
      };
      // Nothing was on the tags before.
      const tagged = (tag: string, operation: string) => ({ ...told, tag, operation, replaces: 'none' });
      expect((await bucket.head(`store/${sha}.zip`))?.metadata).toEqual({
        ...told,
        register: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      expect((await bucket.head('store/latest.zip'))?.metadata).toEqual(tagged('latest', 'publish'));
      const uat = await bucket.head('store/uat.zip');
      expect(uat?.metadata).toEqual({ ...tagged('uat', 'promote'), reason: 'release 12' });

      const copy = join(folder, 'uat.zip');
      writeFileSync(copy, await bucket.read('store/uat.zip', undefined, 0, uat?.size ?? 0));
      expect((await verifyArchive(copy)).digest).toBe(uat?.metadata.digest);
    } finally {
      bucket.close();
      clone.dispose();
      rmSync(folder, { recursive: true, force: true });
      await server.stop();
    }
  });
}
