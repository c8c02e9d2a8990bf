import { type Manifest, type ManifestEntry, manifestName } from '../manifest/manifest';
import { mismatch } from './damage';
import type { RangeSource } from './range-source';
import { checkLayout, type ContentFacts, readContent, readManifestOf } from './zip-content';
import { withZipDirectory, type ZipDirectory, type ZipEntry } from './zip-directory';

/** Takes the bytes of one file; `close` is called once, when they were read or failed to be. */
export interface ContentSink {
  write(chunk: Buffer): Promise<void>;
  close(): Promise<void>;
}

/**
 * Reads every file of an archive against its manifest. Bytes reach the sinks before they are proved: whoever keeps
 * them must throw them away when this throws.
 * @throws {ArchiveError} that names the first file that is not what the manifest says, is missing, or is too much.
 */
export async function verifiedContents(
  source: RangeSource,
  openSink?: (entry: ManifestEntry) => Promise<ContentSink>,
): Promise<Manifest> {
  return withZipDirectory(source, async (directory) => {
    const { manifest, facts } = await readManifestOf(directory);
    const pairs = pairUp(directory, manifest);
    const contents = new Map<ZipEntry, ContentFacts>();
    for (const { zipped, listed } of pairs) {
      if (!listed) {
        contents.set(zipped, facts);
        continue;
      }
      const content = await readInto(directory, zipped, await openSink?.(listed));
      if (content.sha256 !== listed.sha256)
        throw mismatch(zipped.path, 'has other content than the manifest lists');
      contents.set(zipped, content);
    }
    checkLayout(directory, contents);
    return manifest;
  });
}

/** Each file with what the manifest says of it: nothing for the manifest itself. */
function pairUp(
  { entries }: ZipDirectory,
  manifest: Manifest,
): { zipped: ZipEntry; listed: ManifestEntry | undefined }[] {
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  if (listed.has(manifestName)) throw mismatch(manifestName, 'lists itself');
  const pairs = entries.map((zipped) => ({ zipped, listed: listed.get(zipped.path) }));
  for (const { zipped, listed: file } of pairs) {
    if (file) checkHeader(zipped, file);
    else if (zipped.path !== manifestName) throw mismatch(zipped.path, 'is not in the manifest');
    listed.delete(zipped.path);
  }
  const [missing] = listed.keys();
  if (missing !== undefined) throw mismatch(missing, 'is in the manifest, but not in the archive');
  return pairs;
}

function checkHeader(zipped: ZipEntry, listed: ManifestEntry): void {
  if (zipped.size !== listed.size)
    throw mismatch(zipped.path, 'does not have the size that the manifest lists');
  if (zipped.mode !== listed.mode)
    throw mismatch(zipped.path, 'does not have the mode that the manifest lists');
}

async function readInto(
  directory: ZipDirectory,
  entry: ZipEntry,
  sink: ContentSink | undefined,
): Promise<ContentFacts> {
  try {
    return await readContent(directory, entry, sink && ((chunk) => sink.write(chunk)));
  } finally {
    await sink?.close();
  }
}
