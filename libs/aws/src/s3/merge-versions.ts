import type { ObjectVersion } from '@sluice/release';

/** Whether an entry of a page of versions is an object or a delete marker. */
export type EntryKind = 'object' | 'marker';

/** The kinds of a page's entries in the order in which S3 wrote them down. */
export function kindsInOrder(listing: string): EntryKind[] {
  return [...listing.matchAll(/<(Version|DeleteMarker)[\s>]/g)].map(([, name]) =>
    name === 'Version' ? 'object' : 'marker',
  );
}

/**
 * One list of what the SDK hands out as two, each key newest first. The order in which versions were written is told by
 * S3's listing alone. Its clock shows whole seconds, and a server's clock can step back, so it never orders two objects
 * or two markers. It is asked for one thing: where a server lists all objects first and all markers behind them, between
 * which objects a marker belongs.
 */
export function mergeVersions(
  objects: readonly ObjectVersion[],
  markers: readonly ObjectVersion[],
  kinds: readonly EntryKind[],
): ObjectVersion[] {
  const rest = { object: [...objects], marker: [...markers] };
  const areListedApart = kinds.lastIndexOf('object') < kinds.indexOf('marker');
  const listed = areListedApart ? [] : kinds.flatMap((kind) => rest[kind].shift() ?? []);
  // What the listing does not place, as one that could not be read, is woven in key by key.
  const [inOrder, loose] = [groupedByKey(listed), groupedByKey(rest.object)];
  const looseMarkers = groupedByKey(rest.marker);
  const keys = new Set([...inOrder.keys(), ...loose.keys(), ...looseMarkers.keys()]);
  return [...keys].flatMap((key) =>
    woven([...(inOrder.get(key) ?? []), ...(loose.get(key) ?? [])], looseMarkers.get(key) ?? []),
  );
}

/** Neither list changes its own order; a marker comes before the first object that it seems to be newer than. */
function woven(objects: readonly ObjectVersion[], markers: readonly ObjectVersion[]): ObjectVersion[] {
  const merged: ObjectVersion[] = [];
  const left = [...markers];
  for (const object of objects) {
    while (left[0] !== undefined && isNewer(left[0], object)) merged.push(...left.splice(0, 1));
    merged.push(object);
  }
  return [...merged, ...left];
}

function isNewer(marker: ObjectVersion, object: ObjectVersion): boolean {
  if (marker.isLatest !== object.isLatest) return marker.isLatest;
  return marker.lastModified > object.lastModified;
}

function groupedByKey(versions: readonly ObjectVersion[]): Map<string, ObjectVersion[]> {
  const byKey = new Map<string, ObjectVersion[]>();
  for (const version of versions) byKey.set(version.key, [...(byKey.get(version.key) ?? []), version]);
  return byKey;
}
