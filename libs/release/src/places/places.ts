import { nameOfPlace } from '../config/same-place';
import type { EnvironmentSettings, Place, Settings } from '../config/settings';
import { activityKey, holdKey, prefixFor, tagKey } from '../keys';

/** A bucket of its own, and the environments that have it. */
export interface PlaceOfEnvironments {
  place: Place;
  environments: EnvironmentSettings[];
}

/** The buckets that environments have of their own, each once. */
export function placesOf({ environments }: Pick<Settings, 'environments'>): PlaceOfEnvironments[] {
  const places = new Map<string, PlaceOfEnvironments>();
  for (const environment of environments) {
    const { place } = environment;
    if (place === undefined) continue;
    const known = places.get(nameOfPlace(place)) ?? { place, environments: [] };
    known.environments.push(environment);
    places.set(nameOfPlace(place), known);
  }
  return [...places.values()];
}

/**
 * Whether an object is kept in the bucket of these environments: their tags, and the holds and logs beside them. All
 * else, archives and rejections among it, has its home in the app's bucket.
 */
export function holdsKey(
  app: string,
  environments: readonly Pick<EnvironmentSettings, 'tag'>[],
): (key: string) => boolean {
  const below = prefixFor(app);
  const names = new Set(
    environments.flatMap(({ tag }) => [tagKey('', tag), holdKey('', tag), activityKey('', tag)]),
  );
  return (key) => key.startsWith(below) && names.has(key.slice(key.lastIndexOf('/') + 1));
}
