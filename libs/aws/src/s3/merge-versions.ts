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
 * One list of what the SDK hands out as two, each key newest first. Which came first, a version or a marker, S3 tells
 * by the order of its listing only: its clock shows whole seconds. Servers that write the two kinds down one after the
 * other are helped by the clock and by the mark on what is current.
 */
export function mergeVersions(
  objects: readonly ObjectVersion[],
  markers: readonly ObjectVersion[],
  kinds: readonly EntryKind[],
): ObjectVersion[] {
  const rest = { object: [...objects], marker: [...markers] };
  const listed = kinds.flatMap((kind) => rest[kind].shift() ?? []);
  const byKey = new Map<string, ObjectVersion[]>();
  for (const version of [...listed, ...rest.marker, ...rest.object])
    byKey.set(version.key, [...(byKey.get(version.key) ?? []), version]);
  // The sort is stable: what neither mark nor clock can tell stays as it was listed.
  return [...byKey.values()].flatMap((versions) =>
    versions.sort(
      (a, b) =>
        Number(b.isLatest) - Number(a.isLatest) || b.lastModified.getTime() - a.lastModified.getTime(),
    ),
  );
}
