import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ArchiveError } from '../errors';
import { pathProblem, sortedByPath } from '../paths/archive-path';
import { PathRegister } from '../paths/path-register';
import { quoted } from '../paths/printable';

/** The last entry of every archive. */
export const manifestName = 'sluice-manifest.json';

const entrySchema = z.strictObject({
  path: z.string(),
  mode: z.union([z.literal(0o644), z.literal(0o755)]),
  size: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const manifestSchema = z.strictObject({ version: z.literal(1), files: z.array(entrySchema).min(1) });

/** One file: `mode` is 0o644 or 0o755, `size` in bytes, `sha256` in lowercase hex. */
export type ManifestEntry = z.infer<typeof entrySchema>;

/** What is in an archive, the manifest itself left out; `files` is sorted by the bytes of the path. */
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * The identity of an archive's content: SHA-256 in hex over path, mode and SHA-256 of each file, in the order of the
 * paths' bytes. Each path goes in with its length, so that no two manifests give the same bytes.
 */
export function manifestDigest(manifest: Manifest): string {
  const digest = new ManifestDigest();
  for (const entry of sortedByPath(manifest.files)) digest.add(entry);
  return digest.toString();
}

/** Characters that are hashed at a time: a call for each entry takes longer than the hashing. */
const hashedLength = 16 * 1024;

/** {@link manifestDigest} of entries that come one by one, in the order of the paths' bytes. */
export class ManifestDigest {
  private readonly hash = createHash('sha256');
  private text = 'sluice-manifest 1\n';

  add({ path, mode, sha256 }: Omit<ManifestEntry, 'size'>): void {
    this.text += `${mode.toString(8)} ${sha256} ${Buffer.byteLength(path)} ${path}\n`;
    if (this.text.length < hashedLength) return;
    this.hash.update(this.text);
    this.text = '';
  }

  /** To be called once. */
  toString(): string {
    return this.hash.update(this.text).digest('hex');
  }
}

export function encodeManifest(manifest: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
}

/** @throws {ArchiveError} when the bytes are no manifest, or one that lists paths an archive cannot have. */
export function decodeManifest(bytes: Uint8Array): Manifest {
  const parsed = manifestSchema.safeParse(parseJson(bytes));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unusable(`${issue?.path.join('.') || 'its top'} is not valid in a manifest`);
  }
  const register = new PathRegister();
  for (const { path } of parsed.data.files) {
    const problem = pathProblem(path) ?? register.add(path);
    if (problem) throw unusable(`its path ${quoted(path)} ${problem}`);
  }
  return parsed.data;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unusable('it is not JSON');
  }
}

function unusable(reason: string): ArchiveError {
  return new ArchiveError(
    `The archive's ${manifestName} cannot be used: ${reason}.`,
    'Package the app again, and publish that archive.',
  );
}
