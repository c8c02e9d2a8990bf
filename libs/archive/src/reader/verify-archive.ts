import { createHash } from 'node:crypto';
import { type Manifest, manifestDigest } from '../manifest/manifest';
import { damaged, truncated } from './damage';
import { type RangeSource, withFileSource } from './range-source';
import { readLastManifest } from './last-manifest';
import { readAhead } from './read-ahead';
import { verifiedContents } from './verified-contents';
import { readManifestOf } from './zip-content';
import { withZipDirectory } from './zip-directory';

const chunkBytes = 2 ** 20;

/** What an archive was proved to be: `digest` names its content, `sha256` (hex) and `size` (bytes) the zip itself. */
export interface VerifiedArchive {
  manifest: Manifest;
  digest: string;
  size: number;
  sha256: string;
}

/** What was proved of an archive before, by whoever wrote it: `size` and `sha256` are the zip's. */
export type KnownArchive = Pick<VerifiedArchive, 'size' | 'sha256' | 'digest'>;

/**
 * Proves that an archive is complete: every file has the bytes, size and mode that its manifest lists, none is missing,
 * none is too much, and no byte of the zip is hidden between them. Where these very bytes were proved to be `known`,
 * they are hashed, and not unpacked once more.
 * @throws {ArchiveError} that names the first lie.
 */
export async function verifyArchive(path: string, known?: KnownArchive): Promise<VerifiedArchive> {
  return withFileSource(path, async (source) => {
    const sha256 = await hashSource(source);
    const isKnown = known?.size === source.size && known.sha256 === sha256;
    const manifest = await (isKnown ? readKnownManifest(source) : verifiedContents(source));
    const digest = manifestDigest(manifest);
    if (isKnown && digest !== known.digest) throw damaged('its content differs from the verified content');
    return { manifest, digest, size: source.size, sha256 };
  });
}

/** @throws {ArchiveError} when the source is no archive of ours. */
async function readKnownManifest(source: RangeSource): Promise<Manifest> {
  return (await readLastManifest(source).catch(() => undefined)) ?? readManifest(source);
}

/**
 * The manifest alone, by few small reads: what an archive says that it is, not proved.
 * @throws {ArchiveError} when the source is no archive of ours.
 */
export async function readManifest(source: RangeSource): Promise<Manifest> {
  return withZipDirectory(source, async (directory) => (await readManifestOf(directory)).manifest);
}

/**
 * The digest of an archive that lies elsewhere, proved: every byte of it is read, by few reads of the source.
 * @throws {ArchiveError} that names the first lie; what `source.read` throws comes through as it is.
 */
export async function digestOf(source: RangeSource): Promise<string> {
  return manifestDigest(await verifiedContents(readAhead(source)));
}

/**
 * SHA-256 of the zip itself, in lowercase hex: all of it is read, one chunk after another.
 * @param chunk bytes; more where each read is a request.
 * @throws {ArchiveError} when it ends early.
 */
export async function hashSource(source: RangeSource, chunk = chunkBytes): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < source.size; at += chunk) {
    const end = Math.min(source.size, at + chunk);
    const bytes = await source.read(at, end);
    if (bytes.length !== end - at) throw truncated();
    hash.update(bytes);
  }
  return hash.digest('hex');
}
