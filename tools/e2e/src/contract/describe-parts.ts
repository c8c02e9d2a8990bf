import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { openBucket } from '@sluice/aws';
import type { Bucket } from '@sluice/release';
import type { KnownGaps } from './known-gaps';
import { absent, conflict, unchanged, written, type Bench } from './testing/bench';

const mebibyte = 2 ** 20;

/** What holds for objects that are too large for one request, here with parts as small as S3 takes them. */
export function describeParts(bench: Bench, gaps: KnownGaps): void {
  const { files, newKey, put, existing } = bench;
  const bytes = randomBytes(11 * mebibyte + 1);

  async function inParts<T>(use: (bucket: Bucket) => Promise<T>): Promise<T> {
    const rule = { above: 5 * mebibyte, part: 5 * mebibyte, atATime: 4 };
    const multipart = { upload: rule, copy: rule };
    const bucket = openBucket({ ...bench.served.place, multipart });
    try {
      return await use(bucket);
    } finally {
      bucket.close();
      expect(await bench.served.unfinished()).toEqual([]);
    }
  }

  const hasBytes = async (key: string) => {
    const { versionId, size } = await existing(key);
    return Buffer.from(await bench.bucket.read(key, versionId, 0, size)).equals(bytes);
  };

  describe('an object in parts', () => {
    it('gives back bytes, size, ETag, version and metadata of what was put', async () => {
      const key = newKey();
      const result = written(
        await inParts((bucket) => bucket.upload(key, files.write(bytes), { commit: 'a' }, absent)),
      );
      expect(await existing(key)).toMatchObject({
        key,
        size: bytes.length,
        metadata: { commit: 'a' },
        ...result,
      });
      expect(await hasBytes(key)).toBe(true);
      // What S3 keeps of it is the checksum of the checksums of its parts.
      expect(await bench.bucket.sha256Of(key)).toBeUndefined();
    });

    it('is not written when the file is another by the time that it is sent', async () => {
      const key = newKey();
      const file = files.write(bytes);
      appendFileSync(file.path, 'more');
      const grown = { ...file, size: file.size + 4 };
      await expect(inParts((bucket) => bucket.upload(key, grown, {}, absent))).rejects.toThrow(
        /changed while it was being uploaded/,
      );
      expect(await bench.bucket.head(key)).toBeUndefined();
    });

    it('is a copy of one exact version, with other metadata', async () => {
      const [from, to] = [newKey(), newKey()];
      written(await bench.bucket.upload(from, files.write(bytes), { commit: 'old', reason: 'gone' }));
      const source = await existing(from);
      await put(from, 'the new one');
      const result = written(
        await inParts((bucket) => bucket.copy(source, to, { commit: 'copied' }, absent)),
      );
      expect(await existing(to)).toMatchObject({ size: bytes.length, ...result });
      expect((await existing(to)).metadata).toEqual({ commit: 'copied' });
      expect(await hasBytes(to)).toBe(true);
    });

    it('that must be the first is the first, or a conflict', async () => {
      const [from, key] = [newKey(), newKey()];
      written(await bench.bucket.upload(from, files.write(bytes), {}));
      const source = await existing(from);
      await put(key, 'first');
      expect(await inParts((bucket) => bucket.upload(key, files.write(bytes), {}, absent))).toEqual(conflict);
      expect(await inParts((bucket) => bucket.copy(source, key, {}, absent))).toEqual(conflict);
      expect(await bench.bucket.versions(key)).toHaveLength(1);
    });

    if (gaps.ignoresMatchOnParts) {
      it('KNOWN GAP: replaces whatever is there', async () => {
        const key = newKey();
        const first = written(await put(key, 'first'));
        await put(key, 'second');
        written(await inParts((bucket) => bucket.upload(key, files.write(bytes), {}, unchanged(first.etag))));
      });
    } else {
      it('replaces exactly what was read, or is a conflict', async () => {
        const [from, key] = [newKey(), newKey()];
        const first = written(await put(key, 'first'));
        written(await inParts((bucket) => bucket.upload(key, files.write(bytes), {}, unchanged(first.etag))));
        written(await bench.bucket.upload(from, files.write(bytes), {}));
        const source = await existing(from);
        const copy = (etag: string) => inParts((bucket) => bucket.copy(source, key, {}, unchanged(etag)));
        expect(await copy(first.etag)).toEqual(conflict);
        written(await copy((await existing(key)).etag));
        expect(await bench.bucket.versions(key)).toHaveLength(3);
      });
    }

    if (!gaps.ignoresCopySourceMatch) {
      it('is no copy of other bytes than were expected', async () => {
        const [from, to] = [newKey(), newKey()];
        await bench.bucket.upload(from, files.write(bytes), {});
        const source = { ...(await existing(from)), etag: '"0123456789abcdef0123456789abcdef"' };
        await expect(inParts((bucket) => bucket.copy(source, to, {}))).rejects.toMatchObject({
          name: 'AwsFailure',
        });
        expect(await bench.bucket.head(to)).toBeUndefined();
      });
    }
  });
}
