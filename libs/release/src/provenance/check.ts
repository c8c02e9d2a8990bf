import { formatDuration } from '../config/duration';
import { shortSha } from '../keys';
import type { PublicKey } from '../ports/signing';
import { signerAmong } from './envelope';
import type { Provenance } from './statement';
import type { StoredProvenance } from './stored';

/** Whose statements count, and for how long. */
export interface Trust {
  keys: readonly PublicKey[];
  /** URIs of builders; any when absent. */
  builders?: readonly string[];
  /** Milliseconds since the archive was published. */
  maxAge?: number;
}

/** An archive as it lies in the bucket, or on disk. */
export interface ProvenSubject {
  /** The key of the archive; absent for one that lies elsewhere. */
  name?: string;
  /** The commit of its key. Absent: it is not known. */
  commit?: string;
  /** As its metadata say, or as it was computed. */
  digest?: string;
  /** Of its very bytes. */
  sha256: string;
}

/** What is wrong with the provenance of an archive. */
export interface ProvenanceProblem {
  kind:
    | 'missing'
    | 'malformed'
    | 'unsigned'
    | 'other-key'
    | 'other-archive'
    | 'other-content'
    | 'other-commit'
    | 'unproved'
    | 'other-builder'
    | 'expired';
  /** One clause. */
  explanation: string;
  /** One sentence. */
  remedy: string;
}

type Told = Omit<StoredProvenance, 'object'>;

/** Milliseconds by which the clock of a builder may be ahead. */
const clockTolerance = 5 * 60_000;

const again = 'Publish a new commit; git commit --allow-empty creates one without changes.';
const suspicious = 'Find out who changed the archive or its provenance, and publish a new commit.';

/**
 * Whether the provenance says what the archive is: nothing, where it does. Who says so is asked by `distrustOf`.
 * @param told nothing where there is none, which is a problem, too.
 */
export function mismatchOf(
  told: Told | undefined,
  { name, commit, digest, sha256 }: ProvenSubject,
): ProvenanceProblem | undefined {
  if (told === undefined)
    return { kind: 'missing', explanation: 'it has no provenance', remedy: `Publish the commit again.` };
  const { provenance } = told;
  if (provenance === undefined)
    return { kind: 'malformed', explanation: 'its provenance cannot be read', remedy: suspicious };
  if (provenance.sha256 !== sha256)
    return {
      kind: 'other-content',
      explanation: `its SHA-256 is ${shortSha(sha256)}…, and its provenance is about ${shortSha(provenance.sha256)}…`,
      remedy: suspicious,
    };
  if (digest !== undefined && provenance.digest !== digest)
    return {
      kind: 'other-content',
      explanation: `its digest is ${shortSha(digest)}…, and its provenance is about ${shortSha(provenance.digest)}…`,
      remedy: suspicious,
    };
  if (commit !== undefined && provenance.commit !== commit)
    return {
      kind: 'other-commit',
      explanation: `its provenance is of commit ${shortSha(provenance.commit)}, not of ${shortSha(commit)}`,
      remedy: suspicious,
    };
  if (name !== undefined && provenance.name !== name)
    return {
      kind: 'other-archive',
      explanation: `its provenance is of the archive ${provenance.name}`,
      remedy: suspicious,
    };
  return undefined;
}

/** Whether those who are trusted say so, and whether it still counts. */
export function distrustOf(
  { envelope, provenance }: Told,
  { keys, builders, maxAge }: Trust,
  at: Date,
): ProvenanceProblem | undefined {
  if (envelope === undefined || provenance === undefined)
    return { kind: 'malformed', explanation: 'its provenance cannot be read', remedy: suspicious };
  if (envelope.signatures.length === 0)
    return {
      kind: 'unsigned',
      explanation: 'its provenance is not signed',
      remedy: 'Publish it again where SLUICE_SIGNING_KEY is set.',
    };
  if (signerAmong(envelope, keys) === undefined)
    return {
      kind: 'other-key',
      explanation: 'its provenance is not signed by a trusted key',
      remedy: `Publish a new commit with the trusted key, or trust the key that it was signed with.`,
    };
  return untrustedRun(provenance, { builders, maxAge }, at);
}

function untrustedRun(
  { builder, unproved, finishedAt }: Provenance,
  { builders, maxAge }: Omit<Trust, 'keys'>,
  at: Date,
): ProvenanceProblem | undefined {
  if (unproved.length > 0)
    return {
      kind: 'unproved',
      explanation: `it was published with ${unproved.join(' and ')}, so nothing proves that it is what its commit contains`,
      remedy: again,
    };
  if (builders !== undefined && !builders.includes(builder))
    return {
      kind: 'other-builder',
      explanation: `it was built by ${builder}, which is not trusted`,
      remedy: 'Publish a new commit where it is to be built.',
    };
  const age = at.getTime() - finishedAt.getTime();
  if (maxAge !== undefined && age > maxAge)
    return {
      kind: 'expired',
      explanation: `its provenance is ${formatDuration(age)} old, and ${formatDuration(maxAge)} is allowed`,
      remedy: again,
    };
  if (age < -clockTolerance)
    return {
      kind: 'expired',
      explanation: `its provenance is of ${finishedAt.toISOString()}, which is still to come`,
      remedy: 'Check the clock of this machine and that of the builder.',
    };
  return undefined;
}
