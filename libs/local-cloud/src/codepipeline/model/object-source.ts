/** One version of a source object. */
export interface SourceVersion {
  versionId: string;
  /** Quoted. */
  etag: string;
  /** ISO 8601. */
  created: string;
  /** User metadata, keys in lower case. */
  metadata: Readonly<Record<string, string>>;
}

/** Where pipelines get their source from. A missing bucket is an object without versions. */
export interface ObjectSource {
  /** The current version; nothing when there is none or it was deleted. */
  current(bucket: string, key: string): SourceVersion | undefined;
  version(bucket: string, key: string, versionId: string): SourceVersion | undefined;
  /** Versions newer than `versionId`, oldest first; just the current one when that is unknown or gone. */
  since(bucket: string, key: string, versionId: string | undefined): SourceVersion[];
  /** Absolute path of a version's bytes. */
  file(bucket: string, key: string, versionId: string): Promise<string>;
  /** Calls back soon after writes by this process; those of others are not told. Returns how to end that. */
  onWritten(listener: () => void): () => void;
}
