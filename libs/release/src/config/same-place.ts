import type { Place } from './settings';

/** Two places are the same if these are equal: the bucket, the region, the profile and the server. */
export function nameOfPlace({ bucket, region, profile, endpoint }: Place): string {
  return JSON.stringify([bucket, region, profile, endpoint]);
}

/** Whether two environments have one bucket; undefined stands for the app's. */
export function isSamePlace(one: Place | undefined, other: Place | undefined): boolean {
  return (
    one === other || (one !== undefined && other !== undefined && nameOfPlace(one) === nameOfPlace(other))
  );
}
