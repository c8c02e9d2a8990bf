import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ArchiveError, errorCode } from '../errors';
import { encodeManifest, type Manifest, type ManifestEntry, manifestName } from '../manifest/manifest';
import { quoted } from '../paths/printable';
import { withFileSource } from './range-source';
import { type ContentSink, verifiedContents } from './verified-contents';

/**
 * Unpacks an archive, manifest included, with the modes it lists. The folder appears whole, or not at all: files are
 * written beside it and proved before they take its name. It may exist only if it is empty.
 * @throws {ArchiveError} when the folder is taken, or the archive is not what its manifest says.
 */
export async function extractArchive(path: string, folder: string): Promise<Manifest> {
  const target = resolve(folder);
  await refuseTaken(target);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    await mkdir(temporary, { recursive: true });
    const manifest = await withFileSource(path, (source) =>
      verifiedContents(source, (entry) => fileSink(join(temporary, ...entry.path.split('/')), entry)),
    );
    await writeFile(join(temporary, manifestName), encodeManifest(manifest), { flag: 'wx' });
    await takeName(temporary, target);
    return manifest;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw toUserFacingError(error, folder);
  }
}

async function refuseTaken(target: string): Promise<void> {
  const names = await readdir(target).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw toUserFacingError(error, target);
  });
  if (names.length > 0) throw taken(target);
}

async function fileSink(file: string, entry: ManifestEntry): Promise<ContentSink> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'wx', entry.mode);
  try {
    // The mode given to open is cut by the umask.
    await handle.chmod(entry.mode);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return { write: (chunk) => writeFully(handle, chunk), close: () => handle.close() };
}

async function writeFully(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await handle.write(chunk, at)).bytesWritten;
}

async function takeName(temporary: string, target: string): Promise<void> {
  try {
    await rename(temporary, target);
  } catch (error) {
    if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'EEXIST') throw taken(target);
    throw error;
  }
}

function taken(folder: string): ArchiveError {
  return new ArchiveError(`The folder ${quoted(folder)} is not empty.`, 'Unpack into a new or empty folder.');
}

function toUserFacingError(error: unknown, folder: string): unknown {
  const code = errorCode(error);
  if (error instanceof ArchiveError || code === undefined) return error;
  return new ArchiveError(
    `The archive cannot be unpacked into ${quoted(folder)}: ${code}.`,
    'Use a writable folder on a disk with free space.',
    { cause: error },
  );
}
