import type { EnvironmentSettings } from '../config/settings';
import { failureKind } from '../ports/pipelines';

/**
 * Looks at an environment. One whose own bucket these credentials may not read does not hide the others: a role of one
 * account need not be allowed to read in the other.
 * @throws whatever else goes wrong, and where the bucket is the app's.
 */
export async function unlessUnreadable<T>(
  { place }: Pick<EnvironmentSettings, 'place'>,
  look: () => Promise<T>,
  otherwise: (why: string) => T,
): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (place === undefined || failureKind(error) !== 'access-denied') throw error;
    return otherwise((error as Error).message);
  }
}
