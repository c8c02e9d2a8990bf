import { z } from 'zod';
import { bytes } from './values';

export const packedArchiveSchema = z
  .object({
    archive: z.string().describe('Path of the archive, relative to the workspace.'),
    size: bytes,
    sha256: z.string().describe('Of the zip, in lower-case hex.'),
    digest: z.string().describe("SHA-256 over the archive's manifest: its identity."),
    files: z.int(),
    contentBytes: z.int().describe('The sum of its files, in bytes.'),
  })
  .meta({ id: 'PackedArchive', description: 'An archive that was packed.' });

export type PackedArchive = z.infer<typeof packedArchiveSchema>;
