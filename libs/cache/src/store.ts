import type { Readable } from 'node:stream';

/** What is known of an entry before its bytes are read. */
export interface EntryFacts {
  /** Bytes. */
  size: number;
  /** User metadata, names in lower case. */
  metadata: Readonly<Record<string, string>>;
}

/** An entry whose bytes have begun to arrive. */
export interface OpenedEntry extends EntryFacts {
  body: Readable;
}

/** The bytes of an entry in a file of this machine. */
export interface EntryFile {
  /** Absolute path. */
  path: string;
  /** Bytes. */
  size: number;
  /** Of the bytes, lower-case hex. */
  sha256: string;
}

/**
 * Where entries are kept: a bucket. Each method rejects when it cannot answer; an error with a `remedy` is told as it
 * is. A rejection is a miss for the build.
 */
export interface EntryStore {
  /** Resolves to nothing when there is no entry under this key. The signal ends the request and the body. */
  open(key: string, signal: AbortSignal): Promise<OpenedEntry | undefined>;
  /** Writes a whole entry or nothing, and never replaces one: `exists` then. */
  put(key: string, file: EntryFile, metadata: Record<string, string>): Promise<'stored' | 'exists'>;
}
