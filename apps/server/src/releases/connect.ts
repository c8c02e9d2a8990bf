import { openBucket } from '@sluice/aws';
import { listEnvironments, listReleases, type Settings } from '@sluice/release';
import type { Releases } from './releases';
import { unavailable, UnavailableError } from './unavailable';

/** How many archives the console lists: each costs one request to the bucket. */
const releaseLimit = 50;

/** Reads from the bucket that the settings name; without one, every answer says so. */
export function connect(settings: Settings): Releases {
  if (!settings.bucket) {
    return unavailable(
      new UnavailableError(
        'The server knows no bucket to read releases from.',
        'Set SLUICE_BUCKET to the bucket that the pipelines watch, and start the server again.',
      ),
    );
  }
  const bucket = openBucket({ bucket: settings.bucket, region: settings.region });
  return {
    environments: () => listEnvironments(bucket, settings),
    releases: () => listReleases(bucket, settings, { limit: releaseLimit }),
  };
}
