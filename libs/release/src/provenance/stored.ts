import { provenanceKey } from '../keys';
import type { StoredObject } from '../ports/bucket';
import type { ReleaseContext } from '../context';
import { parseEnvelope, type Envelope } from './envelope';
import { parseStatement, type Provenance } from './statement';

type Place = Pick<ReleaseContext, 'bucket' | 'prefix'>;

/** Bytes. A thousand tasks take 300 KB. */
const longest = 4 * 2 ** 20;

/** What lies beside an archive. Nothing of it is proved. */
export interface StoredProvenance {
  object: StoredObject;
  /** Absent where it is no envelope. */
  envelope?: Envelope;
  /** Absent where it is no statement of ours. */
  provenance?: Provenance;
}

/** Nothing where an archive has none. */
export async function readProvenance(
  { bucket, prefix }: Place,
  commit: string,
): Promise<StoredProvenance | undefined> {
  const found = await bucket.get(provenanceKey(prefix, commit), longest);
  return found && { object: found.object, ...openProvenance(found.bytes) };
}

/** The same of bytes that lie elsewhere, such as in a file. */
export function openProvenance(bytes: Uint8Array): Omit<StoredProvenance, 'object'> {
  const envelope = parseEnvelope(Buffer.from(bytes).toString('utf8'));
  return { envelope, provenance: envelope && parseStatement(envelope.payload) };
}
