import {
  versionsOf,
  type Bucket,
  type BucketFacts,
  type BucketReceiver,
  type ListedObject,
  type LocalFile,
  type ObjectVersion,
  type Relative,
  type ReleaseBucket,
  type RemovalFailure,
  type StoredObject,
  type WriteCondition,
  type WriteResult,
} from '../ports/bucket';
import type { Place, Settings } from '../config/settings';
import { bringArchive } from './arrival';
import { holdsKey, placesOf } from './places';

/** The app's bucket, and those that `open` gives for the places of environments, as one. */
export function splitBucket(
  settings: Settings,
  home: ReleaseBucket,
  open: (place: Place) => ReleaseBucket & BucketReceiver,
): ReleaseBucket {
  const places = placesOf(settings).map(({ place, environments }) => ({
    bucket: open(place),
    holds: holdsKey(settings.app, environments),
  }));
  return places.length === 0 ? home : new SplitBucket(home, places);
}

/** A bucket that some environments have of their own. */
interface PlaceBucket {
  bucket: ReleaseBucket & BucketReceiver;
  /** Whether an object is kept there. */
  holds(key: string): boolean;
}

/**
 * The app's bucket and those of its environments as one: each key has one bucket. So nothing that works with a bucket
 * knows how many there are. An archive that is copied onto a tag of another bucket is brought there first, and proved.
 */
class SplitBucket implements ReleaseBucket {
  constructor(
    private readonly home: ReleaseBucket,
    private readonly places: readonly PlaceBucket[],
  ) {}

  get name(): string {
    return this.home.name;
  }

  get isAws(): boolean {
    return this.all.every(({ isAws }) => isAws);
  }

  /** A bucket that was not asked yet says nothing of its server, and stands in nobody's way. */
  get honorsConditions(): boolean {
    const known = this.all.filter(({ wasAsked }) => wasAsked !== false);
    return known.length > 0 && known.every(({ honorsConditions }) => honorsConditions === true);
  }

  nameOf(key: string): string {
    return this.at(key).name;
  }

  versioning(of = ''): Promise<'enabled' | 'suspended' | 'never'> {
    return this.at(of).versioning();
  }

  head(key: string, versionId?: string): Promise<StoredObject | undefined> {
    return this.at(key).head(key, versionId);
  }

  upload(
    key: string,
    file: LocalFile,
    metadata: Record<string, string>,
    condition?: WriteCondition,
    relative?: Relative,
  ) {
    const isBeside = relative !== undefined && this.at(relative.object.key) === this.at(key);
    return this.at(key).upload(key, file, metadata, condition, isBeside ? relative : undefined);
  }

  async copy(
    from: Pick<StoredObject, 'key' | 'versionId' | 'etag' | 'size'>,
    to: string,
    metadata: Record<string, string>,
    condition?: WriteCondition,
  ): Promise<WriteResult> {
    const source = this.at(from.key);
    const place = this.places.find(({ holds }) => holds(to));
    if (source === this.at(to) || place === undefined) return this.at(to).copy(from, to, metadata, condition);
    // Nothing is brought for a write that cannot be.
    if (!holdsStill(condition, await place.bucket.head(to))) return { outcome: 'conflict' };
    const arrived = await bringArchive({ bucket: source, object: from }, place.bucket);
    return place.bucket.copy(arrived, to, metadata, condition);
  }

  versions(key: string, limit?: number): Promise<ObjectVersion[]> {
    return this.at(key).versions(key, limit);
  }

  async versionsOf(keys: readonly string[], limit: number): Promise<ObjectVersion[][]> {
    const found = new Map<string, ObjectVersion[]>();
    const lists = this.all.map(async (bucket) => {
      const own = keys.filter((key) => this.at(key) === bucket);
      const listed = own.length === 0 ? [] : await versionsOf(bucket, own, limit);
      own.forEach((key, index) => found.set(key, listed[index] ?? []));
    });
    await Promise.all(lists);
    return keys.map((key) => found.get(key) ?? []);
  }

  /** Archives, of the app's bucket: the copies elsewhere are no others. */
  list(prefix: string, delimiter?: '/'): AsyncIterable<ListedObject> {
    return this.home.list(prefix, delimiter);
  }

  /** Those of the app's bucket, then of each place those of its tags. */
  async *versionsBelow(prefix: string, delimiter?: '/'): AsyncIterable<ObjectVersion> {
    for await (const version of this.home.versionsBelow(prefix, delimiter))
      if (this.at(version.key) === this.home) yield version;
    for (const { bucket, holds } of this.places)
      for await (const version of bucket.versionsBelow(prefix, delimiter))
        if (holds(version.key)) yield version;
  }

  read(key: string, versionId: string | undefined, start: number, end: number): Promise<Uint8Array> {
    return this.at(key).read(key, versionId, start, end);
  }

  get(key: string, most: number) {
    return this.at(key).get(key, most);
  }

  putText(key: string, text: string, condition?: WriteCondition): Promise<WriteResult> {
    return this.at(key).putText(key, text, condition);
  }

  remove(key: string, versionId?: string): Promise<void> {
    return this.at(key).remove(key, versionId);
  }

  /** From the app's bucket, and the copies that were brought elsewhere. */
  async removeAll(keys: readonly string[]): Promise<RemovalFailure[]> {
    const failures = await this.home.removeAll(keys);
    for (const { bucket } of this.places) failures.push(...(await removeCopies(bucket, keys)));
    return failures;
  }

  tags(key: string, versionId?: string): Promise<Record<string, string>> {
    return this.at(key).tags(key, versionId);
  }

  setTags(key: string, tags: Record<string, string>, versionId?: string): Promise<void> {
    return this.at(key).setTags(key, tags, versionId);
  }

  facts(of = ''): Promise<BucketFacts> {
    return this.at(of).facts();
  }

  isOwnedBy(account: string, of = ''): Promise<boolean> {
    return this.at(of).isOwnedBy(account, of);
  }

  sha256Of(key: string, versionId?: string): Promise<string | undefined> {
    return this.at(key).sha256Of(key, versionId);
  }

  private get all(): ReleaseBucket[] {
    return [this.home, ...this.places.map(({ bucket }) => bucket)];
  }

  private at(key: string): ReleaseBucket {
    return this.places.find(({ holds }) => holds(key))?.bucket ?? this.home;
  }
}

function holdsStill(condition: WriteCondition | undefined, current: StoredObject | undefined): boolean {
  if (condition === undefined) return true;
  return condition.kind === 'absent' ? current === undefined : current?.etag === condition.etag;
}

/** A delete marker is put over what is there only. */
async function removeCopies(bucket: Bucket, keys: readonly string[]): Promise<RemovalFailure[]> {
  const there: string[] = [];
  for (const key of keys) if ((await bucket.head(key)) !== undefined) there.push(key);
  const failures = there.length === 0 ? [] : await bucket.removeAll(there);
  return failures.map(({ key, why }) => ({ key, why: `${why} (in the bucket "${bucket.name}")` }));
}
