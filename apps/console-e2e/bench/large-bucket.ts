import { ensureBucket, openLocalCloud, type FaultTarget, type LocalCloud } from '@sluice/local-cloud';
import { FaultPlan } from '@sluice/local-cloud';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const bucket = 'sluice-local';
/** The first has all the archives, the others a tenth of them. */
export const apps = ['large-shop', 'large-admin', 'large-blog'] as const;
const tags = ['latest', 'uat', 'prod'];

/** Counts the requests that reach the cloud. */
export class Counter extends FaultPlan {
  readonly counts = new Map<string, number>();

  override strike(target: FaultTarget) {
    this.counts.set(target.operation, (this.counts.get(target.operation) ?? 0) + 1);
    return super.strike(target);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }
}

export interface LargeBucket {
  cloud: LocalCloud;
  counter: Counter;
  /** Path of a sluice.json that names its apps. */
  settings: string;
}

/** A bucket of the local cloud as it is after years, written through its store. */
export async function openLargeBucket(
  folder: string,
  { archives, versions }: { archives: number; versions: number },
): Promise<LargeBucket> {
  const counter = new Counter();
  const cloud = await openLocalCloud({ folder: join(folder, 'cloud'), faults: counter, announce: false });
  await ensureBucket(cloud, bucket);
  for (const app of apps) {
    for (let index = app === apps[0] ? 0 : archives * 0.9; index < archives; index += 1)
      await put(cloud, `${app}/${sha(index)}.zip`, index);
    for (let index = archives - versions; index < archives; index += 1)
      for (const tag of tags) await put(cloud, `${app}/${tag}.zip`, index);
  }
  const settings = join(folder, 'sluice.json');
  const environments = { stage: { tag: 'latest' }, uat: { tag: 'uat' }, prod: { tag: 'prod' } };
  await writeFile(
    settings,
    JSON.stringify({ apps: Object.fromEntries(apps.map((app) => [app, { environments }])) }),
  );
  return { cloud, counter, settings };
}

const sha = (index: number) => createHash('sha1').update(String(index)).digest('hex');

async function put({ store, folder }: LocalCloud, key: string, index: number): Promise<void> {
  const staged = join(folder, `staged-${sha(index)}`);
  const bytes = Buffer.from(`archive ${index}`);
  await writeFile(staged, bytes);
  const draft = {
    etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
    size: bytes.length,
    headers: {},
    metadata: {
      commit: sha(index),
      digest: createHash('sha256').update(bytes).digest('hex'),
      subject: `Release%20${index}`,
      actor: 'amy@example.org',
      'deploy-id': `${key}-${index}`,
    },
    tags: {},
    storageClass: 'STANDARD',
  };
  await store.commit(bucket, key, draft, staged);
}
