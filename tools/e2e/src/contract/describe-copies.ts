import type { KnownGaps } from './known-gaps';
import { absent, conflict, unchanged, written, type Bench } from './testing/bench';

/** What a copy inside a bucket does. */
export function describeCopies(bench: Bench, gaps: KnownGaps): void {
  const { newKey, put, existing, contentOf } = bench;
  describe('a copy', () => {
    it('takes one exact version, replaces the metadata, and leaves the tags behind', async () => {
      const [from, to] = [newKey(), newKey()];
      written(await put(from, 'the old one', undefined, { commit: 'old', reason: 'gone' }));
      await bench.served.tag(from, 'deploy-status', 'rejected');
      const source = await existing(from);
      written(await put(from, 'the new one', undefined, { commit: 'new' }));
      const result = written(await bench.bucket.copy(source, to, { commit: 'copied' }));
      const copy = await existing(to);
      expect(copy).toMatchObject({ key: to, size: source.size, ...result });
      expect(copy.metadata).toEqual({ commit: 'copied' });
      expect(await contentOf(to)).toBe('the old one');
      expect(await bench.served.tagsOf(to)).toEqual({});
      expect((await existing(from)).metadata).toEqual({ commit: 'new' });
    });

    it('that must be the first may follow a delete marker', async () => {
      const [from, to] = [newKey(), newKey()];
      await put(from, 'again');
      await put(to, 'first');
      await bench.bucket.remove(to);
      written(await bench.bucket.copy(await existing(from), to, {}, absent));
      expect(await contentOf(to)).toBe('again');
    });

    it('brings an older version of the same key back on top', async () => {
      const key = newKey();
      await put(key, 'good');
      const good = await existing(key);
      await put(key, 'bad');
      written(await bench.bucket.copy(good, key, { reason: 'rollback' }));
      expect(await contentOf(key)).toBe('good');
      expect(await bench.bucket.versions(key)).toHaveLength(3);
    });

    it('without a condition writes over what is there', async () => {
      const [from, to] = [newKey(), newKey()];
      await put(from, 'new');
      await put(to, 'old');
      written(await bench.bucket.copy(await existing(from), to, {}));
      expect(await contentOf(to)).toBe('new');
    });

    it('of a version that is gone fails, and writes nothing', async () => {
      const [from, to] = [newKey(), newKey()];
      await put(from, 'content');
      const source = { ...(await existing(from)), key: newKey() };
      await expect(bench.bucket.copy(source, to, {})).rejects.toMatchObject({ name: 'AwsFailure' });
      expect(await bench.bucket.head(to)).toBeUndefined();
    });

    if (gaps.ignoresCopySourceMatch) {
      it('KNOWN GAP: looks at no condition on its source', async () => {
        const [from, to] = [newKey(), newKey()];
        await put(from, 'content');
        written(await bench.bucket.copy({ ...(await existing(from)), etag: '"0123"' }, to, {}));
      });
    } else {
      it('of other bytes than were expected fails, and writes nothing', async () => {
        const [from, to] = [newKey(), newKey()];
        await put(from, 'content');
        const source = { ...(await existing(from)), etag: '"0123456789abcdef0123456789abcdef"' };
        await expect(bench.bucket.copy(source, to, {})).rejects.toMatchObject({ name: 'AwsFailure' });
        expect(await bench.bucket.head(to)).toBeUndefined();
      });
    }

    if (gaps.ignoresConditionsOnCopy) {
      it('KNOWN GAP: overwrites its destination whatever the condition says', async () => {
        const [from, to] = [newKey(), newKey()];
        await put(from, 'new');
        const { etag } = written(await put(to, 'first'));
        await put(to, 'second');
        const source = await existing(from);
        written(await bench.bucket.copy(source, to, {}, absent));
        written(await bench.bucket.copy(source, to, {}, unchanged(etag)));
        expect(await contentOf(to)).toBe('new');
      });
    } else {
      it('that must be the first is the first, or a conflict', async () => {
        const [from, to] = [newKey(), newKey()];
        await put(from, 'content');
        const source = await existing(from);
        written(await bench.bucket.copy(source, to, {}, absent));
        expect(await bench.bucket.copy(source, to, {}, absent)).toEqual(conflict);
        expect(await bench.bucket.versions(to)).toHaveLength(1);
      });

      it('replaces exactly what was read, or is a conflict', async () => {
        const [from, to] = [newKey(), newKey()];
        await put(from, 'new');
        const source = await existing(from);
        const { etag } = written(await put(to, 'old'));
        written(await bench.bucket.copy(source, to, {}, unchanged(etag)));
        expect(await bench.bucket.copy(source, to, {}, unchanged(etag))).toEqual(conflict);
        expect(await bench.bucket.versions(to)).toHaveLength(2);
        expect(await bench.bucket.copy(source, newKey(), {}, unchanged(etag))).toEqual(conflict);
      });
    }
  });
}
