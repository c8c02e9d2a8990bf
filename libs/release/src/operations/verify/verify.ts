import type { Verification } from '@sluice/contract';
import { systemClock } from '../../clock';
import type { EnvironmentSettings } from '../../config/settings';
import type { ReleaseContext } from '../../context';
import { archiveKey } from '../../keys';
import type { PublicKey } from '../../ports/signing';
import { distrustOf, mismatchOf, type ProvenanceProblem, type Trust } from '../../provenance/check';
import { signerAmong } from '../../provenance/envelope';
import type { Provenance } from '../../provenance/statement';
import { openProvenance, readProvenance, type StoredProvenance } from '../../provenance/stored';

/** What is to be verified: an archive, wherever it is, as far as it is known. */
export interface VerifySubject {
  kind: Verification['subject']['kind'];
  /** As it was asked for. */
  name: string;
  commit?: string;
  digest?: string;
  /** Of its bytes; absent where they cannot be read, as of an app that runs. */
  sha256?: string;
  /** Bytes. */
  size?: number;
  /** The provenance that lies beside it; absent: that in the bucket counts. */
  envelope?: Uint8Array;
  /** Whether it lies in the bucket, under a key that its provenance names. */
  isInBucket?: boolean;
}

/** Whom to trust. Without keys, what the provenance says is compared with the archive, and nothing else. */
export type VerifyTrust = Pick<Trust, 'keys' | 'builders'>;

/** The keys that environments trust. @throws {UserFacingError} for one that cannot be read. */
export function trustedKeys(
  { readPublicKey }: Pick<ReleaseContext, 'readPublicKey'>,
  environments: readonly Pick<EnvironmentSettings, 'requireProvenance'>[],
): Promise<PublicKey[]> {
  const named = environments.flatMap(({ requireProvenance }) => requireProvenance?.keys ?? []);
  if (readPublicKey === undefined) return Promise.resolve([]);
  return Promise.all([...new Set(named)].map(readPublicKey));
}

/** Without a bucket, only what lies beside an archive can be asked. */
export type VerifyContext = Pick<ReleaseContext, 'clock'> &
  Partial<Pick<ReleaseContext, 'bucket' | 'prefix'>>;

/** Tells where an archive came from, and whether that is proved. Writes nothing. */
export async function verify(
  context: VerifyContext,
  { envelope, isInBucket, ...subject }: VerifySubject,
  trust: VerifyTrust,
): Promise<Verification> {
  const { commit, digest } = subject;
  const told = await find(context, envelope, commit);
  const mismatch = mismatchOf(told, {
    name: isInBucket && commit !== undefined ? archiveKey(context.prefix ?? '', commit) : undefined,
    commit,
    digest,
    sha256: subject.sha256 ?? told?.provenance?.sha256 ?? '',
  });
  const at = new Date((context.clock ?? systemClock).now());
  const problem = mismatch ?? problemOfTrust(told, trust, at);
  return {
    subject,
    ...trustIn(told, trust.keys),
    problem: problem && { ...problem },
    provenance: told?.provenance && viewOf(told.provenance),
  };
}

async function find(
  { bucket, prefix }: VerifyContext,
  envelope: Uint8Array | undefined,
  commit: string | undefined,
): Promise<Omit<StoredProvenance, 'object'> | undefined> {
  if (envelope !== undefined) return openProvenance(envelope);
  if (commit === undefined || bucket === undefined || prefix === undefined) return undefined;
  return readProvenance({ bucket, prefix }, commit);
}

function problemOfTrust(
  told: Omit<StoredProvenance, 'object'> | undefined,
  trust: VerifyTrust,
  at: Date,
): ProvenanceProblem | undefined {
  if (told === undefined || trust.keys.length === 0) return undefined;
  return distrustOf(told, trust, at);
}

function trustIn(
  told: Omit<StoredProvenance, 'object'> | undefined,
  keys: readonly PublicKey[],
): Pick<Verification, 'trust' | 'keyId'> {
  const { envelope } = told ?? {};
  if (envelope === undefined || envelope.signatures.length === 0) return { trust: 'unsigned' };
  if (keys.length === 0) return { trust: 'not-checked' };
  const key = signerAmong(envelope, keys);
  return key === undefined ? { trust: 'untrusted' } : { trust: 'trusted', keyId: key.id };
}

function viewOf(provenance: Provenance): Verification['provenance'] {
  const { name, sha256, digest, commit, repository, project, builder, run } = provenance;
  const { startedAt, finishedAt, versions, tasks, unproved } = provenance;
  return {
    ...{ name, sha256, digest, commit, repository, project, builder, run },
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    versions: versions && { ...versions },
    tasks: tasks?.map((task) => ({ ...task })),
    unproved: [...unproved],
  };
}
