import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBucket } from '@sluice/aws';
import { ensureBucket, openLocalCloud } from '@sluice/local-cloud';
import { resolveSettings } from '@sluice/release';
import { connect } from './connect';

it('shows a tag of the bucket that its environment has of its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-console-'));
  const cloud = await openLocalCloud({ folder: join(folder, 'cloud'), announce: false });
  const { endpoint, region, accessKeyId, secretAccessKey } = cloud;
  const before = process.env;
  process.env = {
    ...before,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  try {
    for (const name of ['acme-archives', 'acme-prod']) {
      await ensureBucket(cloud, name);
      const bucket = openBucket({ bucket: name });
      await bucket.putText('store/prod.zip', name);
      bucket.close();
    }
    const environments = { stage: { tag: 'latest' }, prod: { tag: 'prod', bucket: 'acme-prod' } };
    const settings = resolveSettings({
      file: { app: 'store', bucket: 'acme-archives', environments },
      env: {},
    });
    const told = { onRequest: () => undefined, onFailure: () => undefined };
    const { bucket } = connect({ settings, ...told })!.look;
    expect(bucket.nameOf?.('store/prod.zip')).toBe('acme-prod');
    expect(bucket.nameOf?.('store/latest.zip')).toBe('acme-archives');
    const found = await bucket.get('store/prod.zip', 100);
    expect(Buffer.from(found!.bytes).toString()).toBe('acme-prod');
  } finally {
    process.env = before;
    await cloud.close();
    rmSync(folder, { recursive: true });
  }
});
