export { assetMatcher, type AssetPattern } from './collect/asset-matcher';
export { collectAssets } from './collect/collect-assets';
export { ArchiveError } from './errors';
export { type Manifest, manifestDigest, type ManifestEntry, manifestName } from './manifest/manifest';
export { diffDirectories, type DirectoryDiff } from './reader/diff-directories';
export { extractArchive } from './reader/extract-archive';
export { type RangeSource, withFileSource } from './reader/range-source';
export type { DirectoryEntry } from './reader/plain-directory';
export { readDirectory } from './reader/read-directory';
export { type SharedRange, sharedRanges } from './reader/shared-ranges';
export {
  digestOf,
  hashSource,
  type KnownArchive,
  readManifest,
  type VerifiedArchive,
  verifyArchive,
} from './reader/verify-archive';
export {
  type ArchiveRecord,
  type PackedSource,
  readRecord,
  recordPath,
  writeRecord,
} from './record/archive-record';
export { isOwnOutput } from './record/own-outputs';
export { isLfsPointer } from './writer/lfs-pointer';
export type { SourceFile } from './writer/refusals';
export { writeArchive, type WriteOptions, type WrittenArchive } from './writer/write-archive';
