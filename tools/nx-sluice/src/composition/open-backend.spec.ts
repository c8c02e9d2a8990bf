import { rm } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectLocalCloud } from '@sluice/local-cloud';
import { resolveSettings } from '@sluice/release';
import { announcedCloud } from './announced-cloud';
import { openConfiguredBackend } from './open-backend';

const root = mkdtempSync(join(tmpdir(), 'sluice-announced-'));
afterAll(() => rm(root, { recursive: true }));

it('uses the local cloud that the variable of sluice cache names, and no other where it is gone', async () => {
  const folder = join(root, 'cloud');
  const settings = resolveSettings({
    file: { app: 'story', environments: { stage: { tag: 'latest' } } },
    env: { SLUICE_LOCAL_CLOUD: folder },
  });
  const name = 'ab'.repeat(16);
  process.env[announcedCloud] = name;
  try {
    const cloud = await connectLocalCloud({ folder, announceAs: name });
    const { bucket, close } = await openConfiguredBackend(settings, root);
    expect(await bucket.head('story/latest.zip')).toBeUndefined();
    await cloud.close();
    await expect(bucket.head('story/latest.zip')).rejects.toThrow('cannot be reached');
    await close();
    const later = await openConfiguredBackend(settings, root);
    expect(await later.bucket.head('story/latest.zip')).toBeUndefined();
    await later.close();
  } finally {
    delete process.env[announcedCloud];
  }
});
