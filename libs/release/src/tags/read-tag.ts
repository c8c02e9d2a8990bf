import { archiveKey, tagKey } from '../keys';
import { decodeMetadata, type ReleaseMetadata } from '../metadata/metadata';
import type { StoredObject } from '../ports/bucket';
import type { ReleaseContext } from '../context';

/** An archive or a tag with its metadata decoded. */
export interface Stored {
  object: StoredObject;
  metadata: Partial<ReleaseMetadata>;
  /** Someone copied it there with other tools, so that nobody knows who and why. */
  isByHand?: boolean;
}

export type Place = Pick<ReleaseContext, 'bucket' | 'prefix'>;

async function readObject({ bucket }: Place, key: string): Promise<Stored | undefined> {
  const object = await bucket.head(key);
  return object === undefined ? undefined : { object, metadata: decodeMetadata(object) };
}

export function readTag(place: Place, tag: string): Promise<Stored | undefined> {
  return readObject(place, tagKey(place.prefix, tag));
}

export function readArchive(place: Place, sha: string): Promise<Stored | undefined> {
  return readObject(place, archiveKey(place.prefix, sha));
}
