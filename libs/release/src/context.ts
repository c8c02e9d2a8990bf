import type { Settings } from './config/settings';
import type { ReleaseEvent } from './events';
import type { Prefix } from './keys';
import type { Bucket } from './ports/bucket';
import type { Build } from './ports/build';
import type { Checkout } from './ports/checkout';
import type { Commits } from './ports/commits';
import type { ContentChanges } from './ports/content';
import type { Clock } from './clock';
import type { Pipelines } from './ports/pipelines';
import type { ReadPublicKey, Signer } from './ports/signing';

/** Everything that publish, promote and their like work with. */
export interface ReleaseContext {
  settings: Settings;
  bucket: Bucket;
  /** Without them, the operations go by the bucket alone, and say so where it matters. */
  pipelines?: Pipelines;
  commits: Commits;
  changes: ContentChanges;
  /** The Nx project that is shipped, for the question what affects it. */
  project: string;
  /** The same, where it is known for certain: what is published belongs to it from then on. */
  publisher?: string;
  prefix: Prefix;
  /** Who does it, as the metadata will say. */
  actor?: string;
  /** URL of the CI run that does it. */
  run?: string;
  /** What CI says that it checked out, for clones whose refs do not tell; without a branch for tags and the like. */
  checkedOut?: { commit: string; branch?: string };
  /** How a shallow clone gets its complete history where this runs, such as in a certain CI service: one sentence. */
  completeHistory?: string;
  /** What the rules go by that tell the time; this machine's clock when absent. */
  clock?: Pick<Clock, 'now'>;
  /** Without it, no archive can meet a gate that asks who signed. */
  readPublicKey?: ReadPublicKey;
  report(event: ReleaseEvent): void;
}

/** What publishing works with besides. */
export interface PublishContext extends ReleaseContext {
  checkout: Checkout;
  /** The run that publishes, as the provenance will say. */
  build: Build;
  /** Who signs the provenance; absent: it is not signed. */
  signer?: Signer;
}
