import { randomUUID } from 'node:crypto';
import type { ListedObject, StoredObject, WriteCondition, WriteResult } from '@sluice/release';
import { LocalFiles } from './local-files';
import type { ServedBucket } from './served-bucket';

export const absent: WriteCondition = { kind: 'absent' };
export const unchanged = (etag: string): WriteCondition => ({ kind: 'unchanged', etag });
export const conflict = { outcome: 'conflict' };

/** A bucket to be tried, with a folder of its own for the keys, and short words for what the tests do most. */
export class Bench {
  readonly files = new LocalFiles();
  readonly folder = `contract-${randomUUID()}/`;
  private keys = 0;
  private opened: ServedBucket | undefined;

  async open(open: () => Promise<ServedBucket>): Promise<void> {
    this.opened = await open();
  }

  async close(): Promise<void> {
    await this.opened?.close();
    this.files.dispose();
  }

  get served(): ServedBucket {
    if (this.opened === undefined) throw new Error('The bucket is not open yet.');
    return this.opened;
  }

  get bucket(): ServedBucket['bucket'] {
    return this.served.bucket;
  }

  newKey = () => `${this.folder}${(this.keys += 1)}/archive.zip`;

  put = (
    key: string,
    content: string,
    condition?: WriteCondition,
    metadata: Record<string, string> = {},
  ): Promise<WriteResult> => this.bucket.upload(key, this.files.write(content), metadata, condition);

  contentOf = async (key: string, versionId?: string): Promise<string> => {
    const { size } = await this.existing(key, versionId);
    return Buffer.from(await this.bucket.read(key, versionId, 0, size)).toString();
  };

  existing = async (key: string, versionId?: string): Promise<StoredObject> => {
    const object = await this.bucket.head(key, versionId);
    if (object === undefined) throw new Error(`${key} is not there.`);
    return object;
  };

  listed = async (prefix: string, delimiter?: '/'): Promise<ListedObject[]> => {
    const found: ListedObject[] = [];
    for await (const object of this.bucket.list(prefix, delimiter)) found.push(object);
    return found;
  };
}

/** The version and ETag of a write that went through. */
export function written(result: WriteResult): { versionId: string; etag: string } {
  if (result.outcome !== 'written' || result.versionId === undefined) {
    throw new Error(`It was not written as a version: ${JSON.stringify(result)}`);
  }
  return { versionId: result.versionId, etag: result.etag };
}
