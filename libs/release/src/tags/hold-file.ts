import { holdKey, type Prefix } from '../keys';
import type { Bucket, StoredObject } from '../ports/bucket';

/** A move back that a hold was placed for, or that was made although it was there. */
export interface HoldRollback {
  from?: string;
  to: string;
  /** Of the content that it goes back to. */
  digest?: string;
  /** The version of the tag that it was planned against. */
  replaces?: string;
  actor?: string;
  reason?: string;
  /** Why a hold might be bypassed. */
  override?: string;
  /** The id of the hold of someone else that it bypassed; absent where the hold was placed for the rollback. */
  overHold?: string;
  since?: string;
}

export interface HoldRecord {
  reason?: string;
  actor?: string;
  since?: string;
  id?: string;
  rollback?: HoldRollback;
}

export interface UnholdRecord {
  reason?: string;
  actor?: string;
  since?: string;
  /** URL of the CI run. */
  run?: string;
}

/** What one version of `<tag>.hold.json` says: that the tag is held or, with `unheld`, that a hold was removed. */
export interface HoldFile {
  hold: HoldRecord;
  unheld?: UnholdRecord;
  /** Random, one per write: it tells one's own after a lost response. */
  write?: string;
  /** The version that it was planned against, where the server may ignore conditions. */
  replaces?: string;
}

/** Bytes. */
export const longestHoldFile = 64 * 1024;

/** The file of a hold as it is now, and the very version of it that was read. */
export interface StoredHold extends HoldFile {
  object: StoredObject;
}

export type Place = { bucket: Bucket; prefix: Prefix };

/** Nothing where no hold was ever placed. */
export async function readHoldFile({ bucket, prefix }: Place, tag: string): Promise<StoredHold | undefined> {
  const found = await bucket.get(holdKey(prefix, tag), longestHoldFile);
  if (found === undefined) return undefined;
  const { object, bytes } = found;
  return { ...parseHoldFile(bytes, object.lastModified), object };
}

/**
 * A file that cannot be read still holds: someone put it there.
 * @param written when, for a file that does not say so itself.
 */
export function parseHoldFile(bytes: Uint8Array, written: Date): HoldFile {
  try {
    const { unheld, hold, write, replaces, ...told } = recordOf(
      JSON.parse(Buffer.from(bytes).toString('utf8')),
    );
    const isUnheld = typeof unheld === 'object' && unheld !== null;
    return {
      hold: holdRecord(isUnheld ? recordOf(hold) : told),
      unheld: isUnheld ? texts(recordOf(unheld), ['reason', 'actor', 'since', 'run']) : undefined,
      write: textOf(write),
      replaces: textOf(replaces),
    };
  } catch {
    return { hold: { since: written.toISOString() } };
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts<Name extends string>(
  record: Record<string, unknown>,
  names: Name[],
): Partial<Record<Name, string>> {
  const told = names.flatMap((name) => {
    const text = textOf(record[name]);
    return text === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(told) as Partial<Record<Name, string>>;
}

function holdRecord(record: Record<string, unknown>): HoldRecord {
  const { to, ...rollback } = texts(recordOf(record.rollback), [
    'from',
    'to',
    'digest',
    'replaces',
    'actor',
    'reason',
    'override',
    'overHold',
    'since',
  ]);
  const told: HoldRecord = texts(record, ['reason', 'actor', 'since', 'id']);
  if (to === undefined || !isCommit(to)) return told;
  const from = rollback.from !== undefined && isCommit(rollback.from) ? rollback.from : undefined;
  return { ...told, rollback: { ...rollback, from, to } };
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}
