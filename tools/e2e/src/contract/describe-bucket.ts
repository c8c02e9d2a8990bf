import pMap from 'p-map';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ObjectVersion } from '@sluice/release';
import { describeCopies } from './describe-copies';
import { describeComposed } from './describe-composed';
import { describeParts } from './describe-parts';
import type { KnownGaps } from './known-gaps';
import { absent, Bench, conflict, unchanged, written } from './testing/bench';
import type { ServedBucket } from './testing/served-bucket';

/** What every bucket behind the port `Bucket` does, S3 first of all. */
export function describeBucket(name: string, open: () => Promise<ServedBucket>, gaps: KnownGaps = {}): void {
  describe(`the bucket contract on ${name}`, () => {
    const bench = new Bench();
    const { files, folder, newKey, put, existing, contentOf, listed } = bench;

    beforeAll(() => bench.open(open), 90_000);
    afterAll(() => bench.close());

    it('says that versioning is on', async () => {
      expect(await bench.bucket.versioning()).toBe('enabled');
    });

    it('gives back bytes, size, ETag, version and metadata of what was put', async () => {
      const key = newKey();
      const bytes = randomBytes(300_000);
      const metadata = { commit: 'a'.repeat(40), subject: 'caf%C3%A9 %25', 'deploy-id': randomUUID() };
      const result = written(await bench.bucket.upload(key, files.write(bytes), metadata));
      const object = await existing(key);
      expect(object).toMatchObject({ key, size: 300_000, metadata, ...result });
      expect(Math.abs(object.lastModified.getTime() - Date.now())).toBeLessThan(15 * 60_000);
      expect(Buffer.from(await bench.bucket.read(key, object.versionId, 0, object.size)).equals(bytes)).toBe(
        true,
      );
    });

    it(`${gaps.keepsNoChecksum ? 'KNOWN GAP: forgets' : 'keeps'} the SHA-256 of what is put`, async () => {
      const key = newKey();
      await put(key, 'content');
      const sha256 = createHash('sha256').update('content').digest('hex');
      expect(await bench.bucket.sha256Of(key)).toBe(gaps.keepsNoChecksum ? undefined : sha256);
      const { versionId } = await existing(key);
      await put(key, 'other content');
      expect(await bench.bucket.sha256Of(key, versionId)).toBe(gaps.keepsNoChecksum ? undefined : sha256);
    });

    it(`${gaps.ignoresOwner ? 'KNOWN GAP: seems to belong' : 'does not belong'} to another account`, async () => {
      expect(await bench.bucket.isOwnedBy('999999999999')).toBe(gaps.ignoresOwner === true);
    });

    it('has nothing under a key that was never written, nor under one that was deleted', async () => {
      const key = newKey();
      expect(await bench.bucket.head(key)).toBeUndefined();
      const { versionId } = written(await put(key, 'once'));
      await bench.served.remove(key);
      expect(await bench.bucket.head(key)).toBeUndefined();
      expect(await contentOf(key, versionId)).toBe('once');
    });

    it('hides many keys at once, and takes what is gone already for done', async () => {
      const keys = [newKey(), newKey(), newKey()];
      for (const key of keys) await put(key, 'once');
      await bench.bucket.removeAll(keys.slice(0, 1));
      expect(await bench.bucket.removeAll([...keys.slice(0, 2), newKey()])).toEqual([]);
      const heads = await Promise.all(keys.map((key) => bench.bucket.head(key)));
      expect(heads.map((object) => object?.key)).toEqual([undefined, undefined, keys[2]]);
      const [newest] = await bench.bucket.versions(keys[1] ?? '');
      expect(newest).toMatchObject({ isDeleteMarker: true });
    });

    it('reads any range of any version', async () => {
      const key = newKey();
      const { versionId } = written(await put(key, '0123456789'));
      await put(key, 'another content');
      const read = async (start: number, end: number) =>
        Buffer.from(await bench.bucket.read(key, versionId, start, end)).toString();
      expect(await read(0, 10)).toBe('0123456789');
      expect(await read(0, 1)).toBe('0');
      expect(await read(3, 7)).toBe('3456');
      expect(await read(9, 10)).toBe('9');
      expect(await read(4, 4)).toBe('');
    });

    it('gets a small object and its beginning at once, also an empty one, and nothing where none is', async () => {
      const [key, empty, none] = [newKey(), newKey(), newKey()];
      const result = written(await put(key, '0123456789'));
      written(await put(empty, ''));
      const text = async (of: string, most: number) => {
        const found = await bench.bucket.get(of, most);
        return found && { ...found.object, text: Buffer.from(found.bytes).toString() };
      };
      expect(await text(key, 4)).toMatchObject({ ...result, key, size: 10, text: '0123' });
      expect(await text(key, 100)).toMatchObject({ ...result, size: 10, text: '0123456789' });
      expect(await text(empty, 100)).toMatchObject({ size: 0, text: '' });
      expect(await text(none, 100)).toBeUndefined();
    });

    it('lists the versions of several keys at once as key by key, in the order that was asked for', async () => {
      const [folder, content] = [newKey().replace('.zip', '/'), ['a', 'b', 'c']];
      const keys = ['latest.zip', 'absent.zip', 'latest.hold.json'].map((name) => `${folder}${name}`);
      for (const name of ['dead.zip', 'latest.hold.json', 'latest.newest.json', 'latest.zip', 'x/latest.zip'])
        for (const text of content) written(await put(`${folder}${name}`, text));
      await bench.bucket.remove(`${folder}latest.hold.json`);
      for (const limit of [2, 10]) {
        const one = await Promise.all(keys.map((key) => bench.bucket.versions(key, limit)));
        expect(await bench.bucket.versionsOf?.(keys, limit)).toEqual(one);
        expect(one.map((versions) => versions.length)).toEqual([Math.min(3, limit), 0, Math.min(4, limit)]);
      }
    });

    describe('an upload', () => {
      it('that must be the first is the first, or a conflict', async () => {
        const key = newKey();
        written(await put(key, 'first', absent));
        expect(await put(key, 'second', absent)).toEqual(conflict);
        expect(await contentOf(key)).toBe('first');
        expect(await bench.bucket.versions(key)).toHaveLength(1);
      });

      it('that must be the first may follow a delete marker', async () => {
        const key = newKey();
        await put(key, 'first');
        await bench.served.remove(key);
        written(await put(key, 'again', absent));
        expect(await contentOf(key)).toBe('again');
      });

      it('lets one of several first writers win', async () => {
        const key = newKey();
        const write = (n: number) => put(key, `writer ${n}`, absent);
        const results = await pMap([1, 2, 3, 4], write, { concurrency: gaps.writesInTwoSteps ? 1 : 4 });
        expect(results.filter(({ outcome }) => outcome === 'written')).toHaveLength(1);
        expect(await bench.bucket.versions(key)).toHaveLength(1);
      });

      it('replaces exactly what was read, or is a conflict', async () => {
        const key = newKey();
        const { etag } = written(await put(key, 'first'));
        written(await put(key, 'second', unchanged(etag)));
        expect(await put(key, 'third', unchanged(etag))).toEqual(conflict);
        expect(await contentOf(key)).toBe('second');
        expect(await bench.bucket.versions(key)).toHaveLength(2);
      });

      it('that replaces what is not there any more is a conflict', async () => {
        const key = newKey();
        const { etag } = written(await put(newKey(), 'elsewhere'));
        expect(await put(key, 'replacement', unchanged(etag))).toEqual(conflict);
        expect(await bench.bucket.head(key)).toBeUndefined();
      });
    });

    describeCopies(bench, gaps);
    describeParts(bench, gaps);
    describeComposed(bench, gaps);

    describe('the versions of a key', () => {
      it('come newest first, delete markers among them, and as many as were asked for', async () => {
        const key = newKey();
        const first = written(await put(key, 'first'));
        const second = written(await put(key, 'second'));
        await bench.served.remove(key);
        const all = await bench.bucket.versions(key);
        expect(all.map(({ isDeleteMarker, isLatest }) => ({ isDeleteMarker, isLatest }))).toEqual([
          { isDeleteMarker: true, isLatest: true },
          { isDeleteMarker: false, isLatest: false },
          { isDeleteMarker: false, isLatest: false },
        ]);
        expect(all.slice(1)).toMatchObject([
          { ...pick(second), size: 6 },
          { ...pick(first), size: 5 },
        ]);
        expect(await bench.bucket.versions(key, 2)).toEqual(all.slice(0, 2));
      });

      if (!gaps.listsKindsApart) {
        it('come in the order in which they were made, although all were made in one second', async () => {
          const key = newKey();
          const made: string[] = [];
          for (const content of ['1', '2', '3']) {
            made.unshift(written(await put(key, content)).versionId);
            await bench.bucket.remove(key);
            made.unshift('marker');
          }
          const versions = await bench.bucket.versions(key);
          expect(versions.map((one) => (one.isDeleteMarker ? 'marker' : one.versionId))).toEqual(made);
        });
      }

      it('are those of exactly this key, although longer keys begin with it', async () => {
        const key = newKey();
        const mine = written(await put(key, 'mine'));
        await put(`${key}.hold.json`, 'not mine');
        await put(`${key}x`, 'not mine');
        await bench.served.remove(`${key}x`);
        expect((await bench.bucket.versions(key)).map(({ versionId }) => versionId)).toEqual([
          mine.versionId,
        ]);
        expect(await bench.bucket.versions(key.slice(0, -1))).toEqual([]);
      });
    });

    it('lists the versions of all keys below a prefix, hidden ones too, and nothing below the delimiter', async () => {
      const below = `${folder}versions/`;
      for (const key of ['b.zip', 'gone.zip', 'a.zip', 'b.zip', 'part/c.zip'])
        await put(`${below}${key}`, key);
      await bench.bucket.remove(`${below}gone.zip`);
      const found: ObjectVersion[] = [];
      for await (const version of bench.bucket.versionsBelow(below, '/')) found.push(version);
      expect(found.map(({ key }) => key.slice(below.length))).toEqual([
        'a.zip',
        'b.zip',
        'b.zip',
        'gone.zip',
        'gone.zip',
      ]);
      expect(found.map(({ isLatest }) => isLatest)).toEqual([true, true, false, true, false]);
      expect(found.map(({ isDeleteMarker }) => isDeleteMarker)).toEqual([false, false, false, true, false]);
      const all: string[] = [];
      for await (const { key } of bench.bucket.versionsBelow(below)) all.push(key.slice(below.length));
      expect(all).toHaveLength(6);
    });

    it('lists keys in order, below a prefix, and nothing below the delimiter', async () => {
      const below = `${folder}list/`;
      for (const key of ['b.zip', 'a.zip', 'part/c.zip', 'gone.zip']) await put(`${below}${key}`, key);
      await bench.served.remove(`${below}gone.zip`);
      const all = await listed(below);
      expect(all.map(({ key }) => key.slice(below.length))).toEqual(['a.zip', 'b.zip', 'part/c.zip']);
      expect(all[0]).toMatchObject({ size: 5, etag: (await existing(`${below}a.zip`)).etag });
      const level = await listed(below, '/');
      expect(level.map(({ key }) => key.slice(below.length))).toEqual(['a.zip', 'b.zip']);
      expect(await listed(`${folder}nothing here/`)).toEqual([]);
    });
  });
}

function pick({ versionId, etag }: { versionId: string; etag: string }) {
  return { versionId, etag };
}
