import type { ChecksumAlgorithm, ChecksumType } from '../checksums/algorithms';

export interface StoredChecksum {
  algorithm: ChecksumAlgorithm;
  /** Base64; with `-<parts>` behind it when composite. */
  value: string;
  type: ChecksumType;
}

export interface StoredPart {
  number: number;
  /** Bytes. */
  size: number;
  checksum?: string;
}

/** What a client gave an object beside its bytes. */
export interface ObjectAttributes {
  /** `content-type`, `cache-control` and their like, by lower-case name. */
  headers: Record<string, string>;
  /** User metadata by lower-case name, without `x-amz-meta-`. */
  metadata: Record<string, string>;
  tags: Record<string, string>;
  storageClass: string;
}

/** One version of one object: the small file that commits it. */
export interface VersionRecord extends ObjectAttributes {
  format: 1;
  key: string;
  /** `null` for what was written while the bucket was not versioned. */
  versionId: string;
  deleteMarker: boolean;
  /** ISO 8601. */
  lastModified: string;
  /** Quoted; empty for a delete marker. */
  etag: string;
  /** Bytes. */
  size: number;
  checksum?: StoredChecksum;
  /** Of a multipart upload. */
  parts?: StoredPart[];
  /** The multipart upload that it came from: a repeated completion is told its result. */
  uploadId?: string;
}

/** Everything of a record that the writer decides; the store adds identity and time. */
export type VersionDraft = Omit<
  VersionRecord,
  'format' | 'key' | 'versionId' | 'lastModified' | 'deleteMarker'
>;

export const nullVersion = 'null';
