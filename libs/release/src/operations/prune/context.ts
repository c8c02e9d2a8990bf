import type { Bucket, VersionedListing } from '../../ports/bucket';
import type { ReleaseContext } from '../../context';

/** Who prunes must know of everything that any tag ever named. */
export type PruneContext = ReleaseContext & { bucket: Bucket & VersionedListing };
