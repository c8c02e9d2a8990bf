import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { ArchiveError, errorCode } from '../errors';
import { quoted } from '../paths/printable';

const hex = z.string().regex(/^[0-9a-f]+$/);

const packedSourceSchema = z.strictObject({
  /** Relative to the workspace, separated by `/`, symlinks followed. */
  path: z.string(),
  /** The name that git gives to these bytes as they are, without any conversion. */
  blob: hex,
  /** As a tree of git has it: 100644, 100755, or 120000 for a symlink on the way to a packed file. */
  mode: z.enum(['100644', '100755', '120000']),
  /** Where a symlink leads, relative to the workspace. */
  target: z.string().optional(),
  /** The name of what git stores for it, where a filter or the line endings make that other bytes. */
  converted: z
    .strictObject({
      blob: hex,
      /** attributes: the commit says so; settings: this machine does, by core.autocrlf and its like. */
      by: z.enum(['attributes', 'settings']),
    })
    .optional(),
});

const recordSchema = z.strictObject({
  version: z.literal(1),
  archive: z.strictObject({
    size: z.int().nonnegative(),
    sha256: hex.length(64),
    digest: hex.length(64),
    files: z.int().positive(),
    contentBytes: z.int().nonnegative(),
  }),
  /** The assets that were packed, without those whose folder git ignores as a whole: they are built. */
  assets: z.array(
    z.strictObject({ input: z.string(), glob: z.string(), ignore: z.array(z.string()).optional() }),
  ),
  sources: z.array(packedSourceSchema),
  /** How many of the files were built. */
  built: z.int().nonnegative(),
  /** The commit that was checked out, and its tree; absent outside a repository and before the first commit. */
  head: z.strictObject({ commit: hex, tree: hex }).optional(),
  /** What Nx built the built files from; absent where Nx did not run the packing. */
  builtFrom: z
    .strictObject({
      /** Folders, which end in `/`, and files; relative to the workspace. */
      paths: z.array(z.string()),
      /** Those files below `paths` that were not as the commit has them. */
      uncommitted: z.array(z.string()),
    })
    .optional(),
  /** The hash that Nx gave the task which packed it. */
  taskHash: z.string().optional(),
});

/**
 * What is known of an archive from the moment that it was packed: the zip itself, and each file that it was packed
 * from. It lies beside the archive, so that whoever publishes it can prove from git that the archive is what a commit
 * says, without unpacking it.
 */
export type ArchiveRecord = z.infer<typeof recordSchema>;

/** A file of the working tree that was packed as it is, or a symlink that led to one. */
export type PackedSource = z.infer<typeof packedSourceSchema>;

/** Where the record of an archive is. */
export function recordPath(archive: string): string {
  return `${archive}.json`;
}

/** Writes the record beside its archive, in one step. */
export async function writeRecord(archive: string, record: ArchiveRecord): Promise<void> {
  const path = recordPath(archive);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, `${JSON.stringify(recordSchema.parse(record), null, 1)}\n`, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new ArchiveError(
      `The record ${quoted(path)} cannot be written (${errorCode(error) ?? 'unknown reason'}).`,
      'Use a path in a writable folder on a disk with free space.',
      { cause: error },
    );
  }
}

/** The record beside an archive; nothing where there is none, or none that this version understands. */
export async function readRecord(archive: string): Promise<ArchiveRecord | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(recordPath(archive), 'utf8')));
  } catch {
    return undefined;
  }
}
