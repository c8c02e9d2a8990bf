import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ListedObject, ObjectVersion, WriteCondition, WriteResult } from '@sluice/release';
import { LocalFiles } from './testing/local-files';
import type { ServedBucket } from './testing/served-bucket';

/** Where a server is known to differ from S3. Each gap is a test of its own, so that its closing is noticed. */
export interface KnownGaps {
  /** CopyObject looks at no condition on its destination, and overwrites. */
  ignoresConditionsOnCopy?: boolean;
  /** CopyObject looks at no condition on its source. */
  ignoresCopySourceMatch?: boolean;
  /** Versions and delete markers are listed one kind after the other, so that within a second nothing orders them. */
  listsKindsApart?: boolean;
  /** It takes whatever owner is expected for the right one. */
  ignoresOwner?: boolean;
  /** It forgets a checksum that comes without the header that names its algorithm, which S3 does not ask for. */
  keepsNoChecksum?: boolean;
}

const absent: WriteCondition = { kind: 'absent' };
const unchanged = (etag: string): WriteCondition => ({ kind: 'unchanged', etag });
const conflict = { outcome: 'conflict' };

/** What every bucket behind the port `Bucket` does, S3 first of all. */
export function describeBucket(name: string, open: () => Promise<ServedBucket>, gaps: KnownGaps = {}): void {
  describe(`the bucket contract on ${name}`, () => {
    const files = new LocalFiles();
    const folder = `contract-${randomUUID()}/`;
    let served: ServedBucket;
    let bucket: ServedBucket['bucket'];
    let keys = 0;

    const newKey = () => `${folder}${(keys += 1)}/archive.zip`;
    const put = (
      key: string,
      content: string,
      condition?: WriteCondition,
      metadata: Record<string, string> = {},
    ) => bucket.upload(key, files.write(content), metadata, condition);
    const contentOf = async (key: string, versionId?: string) => {
      const { size } = await existing(key, versionId);
      return Buffer.from(await bucket.read(key, versionId, 0, size)).toString();
    };
    const existing = async (key: string, versionId?: string) => {
      const object = await bucket.head(key, versionId);
      if (object === undefined) throw new Error(`${key} is not there.`);
      return object;
    };
    const listed = async (prefix: string, delimiter?: '/') => {
      const found: ListedObject[] = [];
      for await (const object of bucket.list(prefix, delimiter)) found.push(object);
      return found;
    };

    beforeAll(async () => {
      served = await open();
      ({ bucket } = served);
    }, 90_000);
    afterAll(async () => {
      await served?.close();
      files.dispose();
    });

    it('says that versioning is on', async () => {
      expect(await bucket.versioning()).toBe('enabled');
    });

    it('gives back bytes, size, ETag, version and metadata of what was put', async () => {
      const key = newKey();
      const bytes = randomBytes(300_000);
      const metadata = { commit: 'a'.repeat(40), subject: 'caf%C3%A9 %25', 'deploy-id': randomUUID() };
      const result = written(await bucket.upload(key, files.write(bytes), metadata));
      const object = await existing(key);
      expect(object).toMatchObject({ key, size: 300_000, metadata, ...result });
      expect(Math.abs(object.lastModified.getTime() - Date.now())).toBeLessThan(15 * 60_000);
      expect(Buffer.from(await bucket.read(key, object.versionId, 0, object.size)).equals(bytes)).toBe(true);
    });

    it(`${gaps.keepsNoChecksum ? 'KNOWN GAP: forgets' : 'keeps'} the SHA-256 of what is put`, async () => {
      const key = newKey();
      await put(key, 'content');
      const sha256 = createHash('sha256').update('content').digest('hex');
      expect(await bucket.sha256Of(key)).toBe(gaps.keepsNoChecksum ? undefined : sha256);
    });

    it(`${gaps.ignoresOwner ? 'KNOWN GAP: seems to belong' : 'does not belong'} to another account`, async () => {
      expect(await bucket.isOwnedBy('999999999999')).toBe(gaps.ignoresOwner === true);
    });

    it('has nothing under a key that was never written, nor under one that was deleted', async () => {
      const key = newKey();
      expect(await bucket.head(key)).toBeUndefined();
      const { versionId } = written(await put(key, 'once'));
      await served.remove(key);
      expect(await bucket.head(key)).toBeUndefined();
      expect(await contentOf(key, versionId)).toBe('once');
    });

    it('reads any range of any version', async () => {
      const key = newKey();
      const { versionId } = written(await put(key, '0123456789'));
      await put(key, 'another content');
      const read = async (start: number, end: number) =>
        Buffer.from(await bucket.read(key, versionId, start, end)).toString();
      expect(await read(0, 10)).toBe('0123456789');
      expect(await read(0, 1)).toBe('0');
      expect(await read(3, 7)).toBe('3456');
      expect(await read(9, 10)).toBe('9');
      expect(await read(4, 4)).toBe('');
    });

    describe('an upload', () => {
      it('that must be the first is the first, or a conflict', async () => {
        const key = newKey();
        written(await put(key, 'first', absent));
        expect(await put(key, 'second', absent)).toEqual(conflict);
        expect(await contentOf(key)).toBe('first');
        expect(await bucket.versions(key)).toHaveLength(1);
      });

      it('that must be the first may follow a delete marker', async () => {
        const key = newKey();
        await put(key, 'first');
        await served.remove(key);
        written(await put(key, 'again', absent));
        expect(await contentOf(key)).toBe('again');
      });

      it('lets one of several first writers win', async () => {
        const key = newKey();
        const results = await Promise.all([1, 2, 3, 4].map((n) => put(key, `writer ${n}`, absent)));
        expect(results.filter(({ outcome }) => outcome === 'written')).toHaveLength(1);
        expect(await bucket.versions(key)).toHaveLength(1);
      });

      it('replaces exactly what was read, or is a conflict', async () => {
        const key = newKey();
        const { etag } = written(await put(key, 'first'));
        written(await put(key, 'second', unchanged(etag)));
        expect(await put(key, 'third', unchanged(etag))).toEqual(conflict);
        expect(await contentOf(key)).toBe('second');
        expect(await bucket.versions(key)).toHaveLength(2);
      });

      it('that replaces what is not there any more is a conflict', async () => {
        const key = newKey();
        const { etag } = written(await put(newKey(), 'elsewhere'));
        expect(await put(key, 'replacement', unchanged(etag))).toEqual(conflict);
        expect(await bucket.head(key)).toBeUndefined();
      });
    });

    describe('a copy', () => {
      it('takes one exact version, replaces the metadata, and leaves the tags behind', async () => {
        const [from, to] = [newKey(), newKey()];
        written(await put(from, 'the old one', undefined, { commit: 'old', reason: 'gone' }));
        await served.tag(from, 'deploy-status', 'rejected');
        const source = await existing(from);
        written(await put(from, 'the new one', undefined, { commit: 'new' }));
        const result = written(await bucket.copy(source, to, { commit: 'copied' }));
        const copy = await existing(to);
        expect(copy).toMatchObject({ key: to, size: source.size, ...result });
        expect(copy.metadata).toEqual({ commit: 'copied' });
        expect(await contentOf(to)).toBe('the old one');
        expect(await served.tagsOf(to)).toEqual({});
        expect((await existing(from)).metadata).toEqual({ commit: 'new' });
      });

      it('that must be the first may follow a delete marker', async () => {
        const [from, to] = [newKey(), newKey()];
        await put(from, 'again');
        await put(to, 'first');
        await bucket.remove(to);
        written(await bucket.copy(await existing(from), to, {}, absent));
        expect(await contentOf(to)).toBe('again');
      });

      it('brings an older version of the same key back on top', async () => {
        const key = newKey();
        await put(key, 'good');
        const good = await existing(key);
        await put(key, 'bad');
        written(await bucket.copy(good, key, { reason: 'rollback' }));
        expect(await contentOf(key)).toBe('good');
        expect(await bucket.versions(key)).toHaveLength(3);
      });

      it('without a condition writes over what is there', async () => {
        const [from, to] = [newKey(), newKey()];
        await put(from, 'new');
        await put(to, 'old');
        written(await bucket.copy(await existing(from), to, {}));
        expect(await contentOf(to)).toBe('new');
      });

      it('of a version that is gone fails, and writes nothing', async () => {
        const [from, to] = [newKey(), newKey()];
        await put(from, 'content');
        const source = { ...(await existing(from)), key: newKey() };
        await expect(bucket.copy(source, to, {})).rejects.toMatchObject({ name: 'AwsFailure' });
        expect(await bucket.head(to)).toBeUndefined();
      });

      if (gaps.ignoresCopySourceMatch) {
        it('KNOWN GAP: looks at no condition on its source', async () => {
          const [from, to] = [newKey(), newKey()];
          await put(from, 'content');
          written(await bucket.copy({ ...(await existing(from)), etag: '"0123"' }, to, {}));
        });
      } else {
        it('of other bytes than were expected fails, and writes nothing', async () => {
          const [from, to] = [newKey(), newKey()];
          await put(from, 'content');
          const source = { ...(await existing(from)), etag: '"0123456789abcdef0123456789abcdef"' };
          await expect(bucket.copy(source, to, {})).rejects.toMatchObject({ name: 'AwsFailure' });
          expect(await bucket.head(to)).toBeUndefined();
        });
      }

      if (gaps.ignoresConditionsOnCopy) {
        it('KNOWN GAP: overwrites its destination whatever the condition says', async () => {
          const [from, to] = [newKey(), newKey()];
          await put(from, 'new');
          const { etag } = written(await put(to, 'first'));
          await put(to, 'second');
          const source = await existing(from);
          written(await bucket.copy(source, to, {}, absent));
          written(await bucket.copy(source, to, {}, unchanged(etag)));
          expect(await contentOf(to)).toBe('new');
        });
      } else {
        it('that must be the first is the first, or a conflict', async () => {
          const [from, to] = [newKey(), newKey()];
          await put(from, 'content');
          const source = await existing(from);
          written(await bucket.copy(source, to, {}, absent));
          expect(await bucket.copy(source, to, {}, absent)).toEqual(conflict);
          expect(await bucket.versions(to)).toHaveLength(1);
        });

        it('replaces exactly what was read, or is a conflict', async () => {
          const [from, to] = [newKey(), newKey()];
          await put(from, 'new');
          const source = await existing(from);
          const { etag } = written(await put(to, 'old'));
          written(await bucket.copy(source, to, {}, unchanged(etag)));
          expect(await bucket.copy(source, to, {}, unchanged(etag))).toEqual(conflict);
          expect(await bucket.versions(to)).toHaveLength(2);
          expect(await bucket.copy(source, newKey(), {}, unchanged(etag))).toEqual(conflict);
        });
      }
    });

    describe('the versions of a key', () => {
      it('come newest first, delete markers among them, and as many as were asked for', async () => {
        const key = newKey();
        const first = written(await put(key, 'first'));
        const second = written(await put(key, 'second'));
        await served.remove(key);
        const all = await bucket.versions(key);
        expect(all.map(({ isDeleteMarker, isLatest }) => ({ isDeleteMarker, isLatest }))).toEqual([
          { isDeleteMarker: true, isLatest: true },
          { isDeleteMarker: false, isLatest: false },
          { isDeleteMarker: false, isLatest: false },
        ]);
        expect(all.slice(1)).toMatchObject([
          { ...pick(second), size: 6 },
          { ...pick(first), size: 5 },
        ]);
        expect(await bucket.versions(key, 2)).toEqual(all.slice(0, 2));
      });

      if (!gaps.listsKindsApart) {
        it('come in the order in which they were made, although all were made in one second', async () => {
          const key = newKey();
          const made: string[] = [];
          for (const content of ['1', '2', '3']) {
            made.unshift(written(await put(key, content)).versionId);
            await bucket.remove(key);
            made.unshift('marker');
          }
          const versions = await bucket.versions(key);
          expect(versions.map((one) => (one.isDeleteMarker ? 'marker' : one.versionId))).toEqual(made);
        });
      }

      it('are those of exactly this key, although longer keys begin with it', async () => {
        const key = newKey();
        const mine = written(await put(key, 'mine'));
        await put(`${key}.hold.json`, 'not mine');
        await put(`${key}x`, 'not mine');
        await served.remove(`${key}x`);
        expect((await bucket.versions(key)).map(({ versionId }) => versionId)).toEqual([mine.versionId]);
        expect(await bucket.versions(key.slice(0, -1))).toEqual([]);
      });
    });

    it('lists the versions of all keys below a prefix, hidden ones too, and nothing below the delimiter', async () => {
      const below = `${folder}versions/`;
      for (const key of ['b.zip', 'gone.zip', 'a.zip', 'b.zip', 'part/c.zip'])
        await put(`${below}${key}`, key);
      await bucket.remove(`${below}gone.zip`);
      const found: ObjectVersion[] = [];
      for await (const version of bucket.versionsBelow(below, '/')) found.push(version);
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
      for await (const { key } of bucket.versionsBelow(below)) all.push(key.slice(below.length));
      expect(all).toHaveLength(6);
    });

    it('lists keys in order, below a prefix, and nothing below the delimiter', async () => {
      const below = `${folder}list/`;
      for (const key of ['b.zip', 'a.zip', 'part/c.zip', 'gone.zip']) await put(`${below}${key}`, key);
      await served.remove(`${below}gone.zip`);
      const all = await listed(below);
      expect(all.map(({ key }) => key.slice(below.length))).toEqual(['a.zip', 'b.zip', 'part/c.zip']);
      expect(all[0]).toMatchObject({ size: 5, etag: (await existing(`${below}a.zip`)).etag });
      const level = await listed(below, '/');
      expect(level.map(({ key }) => key.slice(below.length))).toEqual(['a.zip', 'b.zip']);
      expect(await listed(`${folder}nothing here/`)).toEqual([]);
    });
  });
}

/** The version and ETag of a write that went through. */
function written(result: WriteResult): { versionId: string; etag: string } {
  if (result.outcome !== 'written' || result.versionId === undefined) {
    throw new Error(`It was not written as a version: ${JSON.stringify(result)}`);
  }
  return { versionId: result.versionId, etag: result.etag };
}

function pick({ versionId, etag }: { versionId: string; etag: string }) {
  return { versionId, etag };
}
