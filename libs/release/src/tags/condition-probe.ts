import { randomUUID } from 'node:crypto';
import type { Prefix } from '../keys';
import type { Bucket, WriteCondition, WriteResult } from '../ports/bucket';

const absent: WriteCondition = { kind: 'absent' };

/** An object to find out with how a bucket takes writes. Its name is no tag and no archive, so nothing watches it. */
export class ConditionProbe {
  readonly key: string;
  private readonly written: string[] = [];

  constructor(
    private readonly bucket: Bucket,
    prefix: Prefix,
  ) {
    this.key = `${prefix}probe-${randomUUID()}.json`;
  }

  async place(text: string): Promise<void> {
    await this.note(this.bucket.putText(this.key, text, absent));
  }

  /** Whether a put and a copy whose conditions do not hold are refused; some servers refuse the one and not the other. */
  async areHonoured(): Promise<boolean> {
    const { bucket, key } = this;
    const changed: WriteCondition = { kind: 'unchanged', etag: '"0"' };
    const present = await bucket.head(key);
    if (present === undefined) return false;
    const results = [
      await this.note(bucket.putText(key, '{"again":true}', absent)),
      await this.note(bucket.putText(key, '{"changed":true}', changed)),
      await this.note(bucket.copy(present, key, {}, absent)),
      await this.note(bucket.copy(present, key, {}, changed)),
    ];
    return results.every(({ outcome }) => outcome === 'conflict');
  }

  /**
   * For ever where that is allowed; otherwise behind a delete marker.
   * @returns false when it is left behind.
   */
  async remove(): Promise<boolean> {
    const { bucket, key } = this;
    // A write whose answer was lost is in the list only, and not every role may list.
    const listed = await bucket.versions(key).catch(() => []);
    const versions = new Set([...this.written, ...listed.map(({ versionId }) => versionId)]);
    try {
      for (const versionId of versions) await bucket.remove(key, versionId);
      return true;
    } catch {
      return this.hide().catch(() => false);
    }
  }

  private async hide(): Promise<boolean> {
    if ((await this.bucket.head(this.key)) !== undefined) await this.bucket.remove(this.key);
    return true;
  }

  private async note(write: Promise<WriteResult>): Promise<WriteResult> {
    const result = await write;
    if (result.outcome === 'written' && result.versionId !== undefined) this.written.push(result.versionId);
    return result;
  }
}
