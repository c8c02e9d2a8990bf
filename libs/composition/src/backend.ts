import type { GitRepository } from '@sluice/git';
import type {
  EventRules,
  PaceLimits,
  Pipelines,
  ReadPublicKey,
  ReleaseBucket,
  Stacks,
} from '@sluice/release';

/** What a command or the server of the console works with, whatever is behind it. */
export interface Backend {
  bucket: ReleaseBucket;
  /** Those beside the bucket. */
  pipelines: Pipelines;
  /** What starts them; absent: they start by themselves. */
  rules?: EventRules;
  /** What deploys them; absent where an endpoint is set that is not AWS. */
  stacks?: Stacks;
  /** The clone of the repository; absent: there is none. */
  commits?: GitRepository;
  /** How often bucket and pipelines may be asked; absent: as AWS bears it. */
  pace?: PaceLimits;
  /** Reads the keys that sluice.json trusts. */
  readPublicKey: ReadPublicKey;
  close(): Promise<void>;
}

/** That of a command, which runs in a clone. */
export type WorkspaceBackend = Backend & Required<Pick<Backend, 'commits'>>;
