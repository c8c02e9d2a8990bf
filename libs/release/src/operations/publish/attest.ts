import type { PublishResult } from '@sluice/contract';
import { ArchiveError, digestOf } from '@sluice/archive';
import { systemClock } from '../../clock';
import type { PublishContext } from '../../context';
import { SluiceError } from '../../errors';
import { provenanceKey, shortSha } from '../../keys';
import type { LocalFile, StoredObject, WriteCondition } from '../../ports/bucket';
import { sealEnvelope } from '../../provenance/envelope';
import { mismatchOf } from '../../provenance/check';
import { readProvenance, type StoredProvenance } from '../../provenance/stored';
import { sourceOf, storedSha256 } from '../../provenance/stored-sha256';
import { writeStatement } from '../../provenance/statement';

/** The archive as it lies in the bucket, and as it was proved on this machine. */
export interface Attested {
  commit: string;
  digest: string;
  object: StoredObject;
  /** How it came there. */
  outcome: PublishResult['archive']['outcome'];
  /** The same content on disk. */
  file: Pick<LocalFile, 'sha256'>;
  project?: string;
  unproved: ('allowDirty' | 'allowStale')[];
  /** What lies beside it, where that is being read already. */
  found?: Promise<StoredProvenance | undefined>;
}

/** Others may write it at the same moment; more than once or twice means that something is wrong. */
const attempts = 5;

/**
 * Writes beside an archive which run made it of what, unless that is written. It comes after the archive and before any
 * tag moves: where the process ends in between, the next publish of the commit finds the archive without it. What is
 * about other bytes, as after a deleted archive, is replaced, and so is what nobody signed by what this run signs.
 * @throws SluiceError `content-mismatch` when the bytes in the bucket are not the archive; whatever the signer throws.
 */
export async function attest(
  context: PublishContext,
  archive: Attested,
): Promise<NonNullable<PublishResult['provenance']>> {
  const { bucket, prefix, signer } = context;
  const key = provenanceKey(prefix, archive.commit);
  let isNew = archive.outcome !== 'present';
  let { found } = archive;
  let sealed: string | undefined;
  let failure: unknown;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    // Whoever has just written the archive is most likely the only one.
    const before = isNew ? undefined : await (found ?? readProvenance(context, archive.commit));
    found = undefined;
    if (before !== undefined && isEnough(before, archive, signer !== undefined))
      return { key, outcome: 'present', keyId: before.envelope?.signatures[0]?.keyId };
    sealed ??= await sealEnvelope(await statementOf(context, archive), signer);
    const condition: WriteCondition =
      before === undefined ? { kind: 'absent' } : { kind: 'unchanged', etag: before.object.etag };
    const written = await bucket.putText(key, sealed, condition).catch((error: unknown) => {
      failure = error;
      return undefined;
    });
    if (written?.outcome === 'written') return { key, outcome: 'written', keyId: signer?.keyId };
    // After a lost response, one's own is read back.
    if (failure !== undefined && attempt > 1) throw failure;
    isNew = false;
  }
  throw new SluiceError(
    'contended',
    `${key} was written by others again and again.`,
    'Find out who publishes this commit at the same time, then publish again.',
  );
}

/** What was read back after a lost response is one's own: it says the same, and is signed. */
function isEnough(
  told: StoredProvenance,
  { commit, digest, object: { key: name } }: Attested,
  isSigned: boolean,
): boolean {
  const sha256 = told.provenance?.sha256 ?? '';
  if (mismatchOf(told, { name, commit, digest, sha256 }) !== undefined) return false;
  return !isSigned || (told.envelope?.signatures.length ?? 0) > 0;
}

async function statementOf(context: PublishContext, archive: Attested): Promise<Buffer> {
  const { build, run, prefix } = context;
  const { commit, digest, object, project, unproved } = archive;
  const finishedAt = new Date((context.clock ?? systemClock).now());
  const { builder, repository, versions, tasks, startedAt = finishedAt } = build;
  return writeStatement({
    name: object.key,
    sha256: await provedSha256(context, archive),
    digest,
    commit,
    repository,
    builder,
    versions,
    run,
    startedAt,
    finishedAt,
    tasks,
    prefix,
    project,
    unproved,
  });
}

/**
 * SHA-256 of what is in the bucket. What was not uploaded just now may be other bytes, by another version of zlib, or
 * by someone who changed them: nothing is signed of which the content was not seen.
 */
async function provedSha256(
  { bucket }: PublishContext,
  { object, outcome, file, digest, commit }: Attested,
): Promise<string> {
  if (outcome === 'uploaded') return file.sha256;
  const sha256 = await storedSha256(bucket, object);
  if (sha256 === file.sha256) return sha256;
  const found = await digestOf(sourceOf(bucket, object)).catch((error: unknown) => {
    if (error instanceof ArchiveError) return undefined;
    throw error;
  });
  if (found === digest) return sha256;
  throw new SluiceError(
    'content-mismatch',
    `${object.key} does not contain what its metadata say, and what ${shortSha(commit)} contains.`,
    'Find out who changed it, delete that version, and publish again.',
  );
}
