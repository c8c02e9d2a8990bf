import type { Bucket, BucketFacts, BucketInspection } from '../../ports/bucket';
import type { EventRules } from '../../ports/event-rules';
import type { Signer } from '../../ports/signing';
import type { Stacks } from '../../ports/stacks';
import type { ReleaseContext } from '../../context';

/** What a check of the setup works with. Without rules, what starts a pipeline is told by what has started it. */
export type DoctorContext = ReleaseContext & {
  bucket: Bucket & BucketInspection;
  rules?: EventRules;
  /** Absent where there is no CloudFormation. */
  stacks?: Stacks;
  /** Reads the key that signs what is published; resolves to nothing where none is configured. */
  openSigner?: () => Promise<Signer | undefined>;
};

/** The same with the bucket's settings, which are read once. */
export type DoctorCheck = DoctorContext & { facts: BucketFacts };
