import type { Prefix } from '../keys';
import type { Bucket, StoredObject, WriteCondition, WriteResult } from '../ports/bucket';

const absent: WriteCondition = { kind: 'absent' };
/** No object has this ETag, so a write under it is refused whatever is there, or is not there. */
const impossible: WriteCondition = { kind: 'unchanged', etag: '"0"' };
/** Bytes up to which an archive is copied to try a condition: a server that ignores it copies all of them. */
const mostToCopy = 2 ** 20;

/**
 * Finds out how a bucket takes writes, by writes that cannot succeed where conditions are honored: there, nothing is
 * ever written. Elsewhere they write one object, whose name is the same every time: what a killed command left behind
 * is removed by the next. It is no tag and no archive, so nothing watches it.
 */
export class ConditionProbe {
  readonly key: string;
  private readonly written: string[] = [];
  private mayBeThere = false;

  constructor(
    private readonly bucket: Bucket,
    prefix: Prefix,
  ) {
    this.key = `${prefix}probe.json`;
  }

  /** Whether something is there that a killed command left. */
  async isLeftOver(): Promise<boolean> {
    this.mayBeThere ||= (await this.bucket.head(this.key)) !== undefined;
    return this.mayBeThere;
  }

  /** Whether a put is refused whose condition cannot hold. */
  async refusesPut(): Promise<boolean> {
    return isRefused(await this.note(this.bucket.putText(this.key, '{}', impossible)));
  }

  /**
   * Whether a copy is refused whose condition cannot hold; some servers refuse the put and not the copy. A small text is
   * placed and copied where `source` is large.
   */
  async refusesCopy(source: StoredObject): Promise<boolean> {
    const small = source.size > mostToCopy ? await this.placed('{}') : source;
    return isRefused(await this.note(this.bucket.copy(small ?? source, this.key, {}, impossible)));
  }

  private async placed(text: string): Promise<StoredObject | undefined> {
    await this.place(text);
    return this.bucket.head(this.key);
  }

  async place(text: string): Promise<void> {
    await this.note(this.bucket.putText(this.key, text));
  }

  /** Whether what was placed is covered by no put and no copy, under whichever condition that does not hold. */
  async areHonored(): Promise<boolean> {
    const { bucket, key } = this;
    const present = await bucket.head(key);
    if (present === undefined) return false;
    const results = [
      await this.note(bucket.putText(key, '{"again":true}', absent)),
      await this.note(bucket.putText(key, '{"changed":true}', impossible)),
      await this.note(bucket.copy(present, key, {}, absent)),
      await this.note(bucket.copy(present, key, {}, impossible)),
    ];
    return results.every(isRefused);
  }

  /**
   * For ever where that is allowed; otherwise behind a delete marker. Asks nothing where nothing was written.
   * @returns false when it is left behind.
   */
  async remove(): Promise<boolean> {
    const { bucket, key } = this;
    if (!this.mayBeThere) return true;
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
    // Until it is answered, nobody knows.
    const before = this.mayBeThere;
    this.mayBeThere = true;
    const result = await write;
    if (result.outcome === 'conflict') this.mayBeThere = before;
    else if (result.versionId !== undefined) this.written.push(result.versionId);
    return result;
  }
}

function isRefused({ outcome }: WriteResult): boolean {
  return outcome === 'conflict';
}
