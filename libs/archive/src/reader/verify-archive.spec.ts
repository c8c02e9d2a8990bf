import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf, type KnownArchive, readManifest, verifyArchive } from '../index';
import { manifestDigest } from '../manifest/manifest';
import { rawArchive } from '../testing/raw-zip';
import { useTemporaryFolder } from '../testing/temporary-folder';

const folder = useTemporaryFolder();
const path = () => join(folder(), 'app.zip');

/** An archive with content that is not what its headers say, so that whoever unpacks it sees so. */
async function damagedArchive(): Promise<{ zip: Buffer; known: KnownArchive }> {
  const zip = rawArchive([{ name: 'main.js', content: 'served', claimedCrc: 1 }]);
  await writeFile(path(), zip);
  const manifest = await readManifest({
    size: zip.length,
    read: async (start, end) => zip.subarray(start, end),
  });
  const sha256 = createHash('sha256').update(zip).digest('hex');
  return { zip, known: { size: zip.length, sha256, digest: manifestDigest(manifest) } };
}

test('unpacks an archive of which nothing is known', async () => {
  await damagedArchive();
  await expect(verifyArchive(path())).rejects.toThrow(/"main\.js" does not have the CRC-32/);
});

test('does not unpack again the very bytes that were proved before', async () => {
  const { known } = await damagedArchive();
  expect(await verifyArchive(path(), known)).toMatchObject({
    ...known,
    manifest: { files: [{ path: 'main.js', size: 6 }] },
  });
});

test('unpacks what differs by one byte from what was proved', async () => {
  const { zip, known } = await damagedArchive();
  zip[10]! ^= 1;
  await writeFile(path(), zip);
  await expect(verifyArchive(path(), known)).rejects.toThrow(/"main\.js"/);
});

test('refuses a digest that the bytes which it is said of do not have', async () => {
  const { known } = await damagedArchive();
  await expect(verifyArchive(path(), { ...known, digest: 'f'.repeat(64) })).rejects.toThrow(
    /differs from the verified content/,
  );
});

test('proves an archive that lies elsewhere by few reads, however many files it has', async () => {
  const files = Array.from({ length: 300 }, (_, index) => ({
    name: `${index}.js`,
    content: 'x'.repeat(1_000),
  }));
  const zip = rawArchive(files);
  const reads: number[] = [];
  const read = async (start: number, end: number) => {
    reads.push(end - start);
    return zip.subarray(start, end);
  };
  const manifest = await readManifest({ size: zip.length, read });
  reads.length = 0;
  expect(await digestOf({ size: zip.length, read })).toBe(manifestDigest(manifest));
  expect(reads.length).toBeLessThanOrEqual(3);
});
