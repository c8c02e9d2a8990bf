import { randomBytes } from 'node:crypto';
import { openBucket } from '@sluice/aws';
import type { StoredObject } from '@sluice/release';
import type { KnownGaps } from './known-gaps';
import { absent, type Bench, written } from './testing/bench';

const mebibyte = 2 ** 20;
const [changedAt, changed] = [5 * mebibyte, Buffer.from('changed')];

/** What holds for an upload that is put together of ranges of another object, here with parts as small as S3 takes them. */
export function describeComposed(bench: Bench, gaps: KnownGaps): void {
  const { files, newKey, existing } = bench;
  const before = randomBytes(26 * mebibyte);
  const after = Buffer.concat([before.subarray(0, changedAt), changed, before.subarray(changedAt)]);
  const ranges = [
    { start: 0, end: changedAt, from: 0 },
    { start: changedAt + changed.length, end: after.length, from: changedAt },
  ];

  /** Uploads `after`, and tells which requests for parts were sent. */
  async function compose(
    object: StoredObject,
    {
      onCopy = () => undefined,
      interruptible,
    }: {
      onCopy?: () => void;
      interruptible?: Parameters<typeof openBucket>[0]['interruptible'];
    } = {},
  ) {
    const key = newKey();
    const rule = { above: 5 * mebibyte, part: 5 * mebibyte, atATime: 1 };
    const asked: string[] = [];
    const bucket = openBucket({
      ...bench.served.place,
      multipart: { upload: rule, copy: rule, compose: rule },
      interruptible,
      onRequest: (operation) => {
        if (operation === 'UploadPart' || operation === 'UploadPartCopy') asked.push(operation);
        if (operation === 'UploadPartCopy') onCopy();
      },
    });
    try {
      const relative = { object, shared: async () => ranges };
      const result = await bucket.upload(key, files.write(after), { commit: 'a' }, absent, relative);
      return { key, result, copies: asked.filter((one) => one === 'UploadPartCopy').length, asked };
    } catch (error) {
      return { key, error, asked };
    } finally {
      bucket.close();
      expect(await bench.served.unfinished()).toEqual([]);
    }
  }

  async function relative(bytes = before): Promise<StoredObject> {
    const key = newKey();
    written(await bench.bucket.upload(key, files.write(bytes), {}));
    return existing(key);
  }

  let usual: Promise<StoredObject> | undefined;
  const usualRelative = () => (usual ??= relative());

  async function expectWritten({ key, result }: Awaited<ReturnType<typeof compose>>): Promise<void> {
    expect(result).toMatchObject({ outcome: 'written' });
    const { versionId, size, metadata } = await existing(key);
    expect(metadata).toEqual({ commit: 'a' });
    expect(Buffer.from(await bench.bucket.read(key, versionId, 0, size)).equals(after)).toBe(true);
  }

  describe('an upload that another object has much in common with', () => {
    it('has the bytes of the file, of which only what changed is sent', async () => {
      const composed = await compose(await usualRelative());
      await expectWritten(composed);
      expect(composed.copies).toBe(4);
      // Where the server tells no checksum of a copied part, nothing proves it.
      expect(composed.asked.length - composed.copies!).toBe(gaps.keepsNoChecksum ? 5 : 1);
    });

    // Nothing is copied then.
    if (gaps.keepsNoChecksum) return;

    it('has the bytes of the file where those of the other object are different', async () => {
      const flipped = Buffer.from(before);
      flipped[12 * mebibyte]! ^= 1;
      const composed = await compose(await relative(flipped));
      await expectWritten(composed);
      expect(composed.asked.length - composed.copies!).toBe(2);
    });

    it('has the bytes of the file where ranges lie outside the other object', async () => {
      await expectWritten(await compose(await relative(before.subarray(0, 6 * mebibyte))));
    });

    it('leaves no object and no parts where it is interrupted', async () => {
      const controller = new AbortController();
      const { key, error } = await compose(await usualRelative(), {
        onCopy: () => controller.abort(),
        interruptible: (work) => work(controller.signal),
      });
      expect(error).toMatchObject({ kind: 'interrupted' });
      expect(await bench.bucket.head(key)).toBeUndefined();
    });

    it('has the bytes of the file where the other object has vanished in the meantime', async () => {
      const object = await usualRelative();
      let removed: Promise<void> | undefined;
      const composed = await compose(object, {
        onCopy: () => (removed ??= bench.bucket.remove(object.key, object.versionId)),
      });
      await removed;
      await expectWritten(composed);
    });
  });
}
