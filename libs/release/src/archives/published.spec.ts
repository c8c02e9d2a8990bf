import { createHash } from 'node:crypto';
import { archiveKey } from '../keys';
import { MemoryBucket } from '../testing/memory-bucket';
import { publishedAmong } from './published';

const prefix = 'shop/';
const shaOf = (index: number) => createHash('sha1').update(String(index)).digest('hex');
const shas = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => shaOf(from + index));

/** Counts what it is asked. */
class CountingBucket extends MemoryBucket {
  heads = 0;
  listings = 0;

  override head(...asked: Parameters<MemoryBucket['head']>) {
    this.heads += 1;
    return super.head(...asked);
  }

  override list(...asked: Parameters<MemoryBucket['list']>) {
    this.listings += 1;
    return super.list(...asked);
  }
}

let bucket: CountingBucket;
beforeEach(() => {
  bucket = new CountingBucket();
});

async function publish(...published: string[]): Promise<void> {
  for (const sha of published) await bucket.putText(archiveKey(prefix, sha), sha);
}

async function search(among: string[], options?: Parameters<typeof publishedAmong>[2]): Promise<string[]> {
  const found: string[] = [];
  for await (const { sha } of publishedAmong({ bucket, prefix }, among, options)) found.push(sha);
  return found;
}

it('asks for few of many commits before the first publication', async () => {
  expect(await search(shas(0, 100))).toEqual([]);
  expect(bucket).toMatchObject({ heads: 7, listings: 1 });
});

it('asks for none where hardly any is likely to be there, and the listing has none', async () => {
  expect(await search(shas(0, 100), { areRare: true })).toEqual([]);
  expect(bucket).toMatchObject({ heads: 0, listings: 1 });
});

it('finds the archives of far commits, in the order of the commits', async () => {
  await publish(shaOf(90), shaOf(3), shaOf(70));
  expect(await search(shas(0, 100))).toEqual([shaOf(3), shaOf(70), shaOf(90)]);
  expect(bucket).toMatchObject({ heads: 17, listings: 1 });
});

it('lists nothing where the nearest archive is near, and stops there', async () => {
  await publish(shaOf(2), shaOf(50));
  for await (const { sha } of publishedAmong({ bucket, prefix }, shas(0, 100))) {
    expect(sha).toBe(shaOf(2));
    break;
  }
  expect(bucket).toMatchObject({ heads: 3, listings: 0 });
});

it('asks for what the listing no longer reaches', async () => {
  const far = shas(0, 100);
  await publish(...shas(1000, 1500), ...far.slice(50));
  expect(await search(far)).toEqual(far.slice(50));
  expect(bucket.heads).toBeLessThan(100);
  expect(bucket.listings).toBe(1);
});

it('knows an archive that was written a moment ago, whatever the listing says', async () => {
  await publish(shaOf(60));
  const object = await bucket.head(archiveKey(prefix, shaOf(60)));
  const known = { sha: shaOf(60), object: object as NonNullable<typeof object>, metadata: {} };
  bucket = new CountingBucket();
  expect(await search(shas(0, 100), { known })).toEqual([shaOf(60)]);
});
