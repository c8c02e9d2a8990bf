import type { ActivityLogEntry, ActivityLogKind } from '@sluice/contract';

/** What an entry is made of, as far as a listing tells it: the rest costs a request, once someone looks at it. */
export interface ActivityRecord {
  app: string;
  id: string;
  /** ISO 8601, UTC. */
  at: string;
  /** What it can turn out to be. */
  kinds: readonly ActivityLogKind[];
  /** Environments that it can be about. */
  environments: readonly string[];
  /** Nothing where it tells of nothing, or is gone. */
  read(): Promise<ReadRecord | undefined>;
}

/** What a record says, without what its {@link ActivityRecord} says already. */
export interface ReadRecord extends Omit<ActivityLogEntry, 'app' | 'id' | 'at'> {
  /** Of a write that was repeated after a lost response: the same in each of its versions. */
  writeId?: string;
}
