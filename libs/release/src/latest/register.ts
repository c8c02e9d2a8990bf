import { randomUUID } from 'node:crypto';
import { newestKey } from '../keys';
import type { Bucket, StoredObject } from '../ports/bucket';
import type { ReleaseContext } from '../context';
import { parseNewest, type Newest } from './newest';

/** The register as it was read. */
export interface Register {
  newest?: Newest;
  /** Absent while there is no register. */
  etag?: string;
  versionId?: string;
  /** There is one, and it is invalid. */
  isUnreadable: boolean;
}

type Place = Pick<ReleaseContext, 'bucket' | 'prefix'>;

const readAtMost = 64 * 1024;
/** What two writers did at the same moment is among the newest. */
const versionsToRead = 20;

/**
 * Reads `latest.newest.json`, which publishing moves forward by compare-and-swap. It names the newest commit whose
 * publication was begun; whether that was finished is told by its archive.
 * @param known what was read before; the very same is returned as long as it stands.
 */
export async function readRegister({ bucket, prefix }: Place, known?: Register): Promise<Register> {
  const found = await bucket.get(newestKey(prefix), readAtMost);
  if (found === undefined) return { isUnreadable: false };
  const { etag, versionId } = found.object;
  if (known?.newest !== undefined && known.etag === etag) return known;
  const written = parse(found.bytes);
  return { newest: written?.newest, etag, versionId, isUnreadable: written === undefined };
}

/**
 * Replaces what was read, and nothing else.
 * @returns what is in it now; on a conflict nothing. `covered` is set on a server that ignores conditions: what others
 * wrote in between, and this write hid.
 */
export async function writeRegister(
  context: Pick<ReleaseContext, 'bucket' | 'prefix' | 'actor' | 'run'>,
  expected: Register,
  newest: Newest,
): Promise<{ register: Register; covered: Newest[] } | undefined> {
  const { bucket, prefix, actor, run } = context;
  const key = newestKey(prefix);
  // The id makes every text another one, so that an ETag never comes again.
  const id = randomUUID();
  const text = `${JSON.stringify({ ...newest, id, actor, run }, null, 2)}\n`;
  let failure: unknown;
  const result = await bucket
    .putText(
      key,
      text,
      expected.etag === undefined ? { kind: 'absent' } : { kind: 'unchanged', etag: expected.etag },
    )
    .catch((error: unknown) => {
      failure = error;
      return undefined;
    });
  let { etag, versionId } =
    result?.outcome === 'written' ? result : { etag: undefined, versionId: undefined };
  if (etag === undefined) {
    // After a lost response, a conflict can be with one's own write.
    const found = await bucket.get(key, readAtMost).catch((error: unknown) => {
      throw failure ?? error;
    });
    const isMine = found !== undefined && parse(found.bytes)?.id === id;
    if (!isMine && failure !== undefined) throw failure;
    if (!isMine) return undefined;
    ({ etag, versionId } = found.object);
  }
  const covered =
    bucket.honorsConditions === true ? [] : await coveredBy(bucket, key, versionId, expected.versionId);
  return { register: { newest, etag, versionId, isUnreadable: false }, covered };
}

async function coveredBy(
  bucket: Bucket,
  key: string,
  mine: string | undefined,
  expected: string | undefined,
): Promise<Newest[]> {
  const versions = await bucket.versions(key, versionsToRead);
  const before = versions.slice(versions.findIndex(({ versionId }) => versionId === mine) + 1);
  const end = before.findIndex(({ versionId, isDeleteMarker }) => isDeleteMarker || versionId === expected);
  const covered = await Promise.all(
    (end < 0 ? before : before.slice(0, end)).map(({ versionId }) => bucket.head(key, versionId)),
  );
  const written = await Promise.all(covered.map((object) => object && readVersion(bucket, object)));
  return written.flatMap((one) => one?.newest ?? []);
}

async function readVersion(
  bucket: Bucket,
  { key, versionId, size }: StoredObject,
): Promise<{ newest: Newest; id: unknown } | undefined> {
  return parse(await bucket.read(key, versionId, 0, Math.min(size, readAtMost)));
}

function parse(bytes: Uint8Array): { newest: Newest; id: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const newest = parseNewest(value);
    return newest && { newest, id: (value as { id?: unknown }).id };
  } catch {
    return undefined;
  }
}
