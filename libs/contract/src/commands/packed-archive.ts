import { z } from 'zod';
import { bytes } from './values';

export const packedArchiveSchema = z
  .object({
    archive: z.string().describe('Path of the archive, relative to the workspace.'),
    size: bytes,
    sha256: z.string().describe('SHA-256 of the zip, in lowercase hex.'),
    digest: z.string().describe('SHA-256 over the manifest of the archive; identifies its content.'),
    files: z.int(),
    contentBytes: z.int().describe('Total size of its files, in bytes.'),
  })
  .meta({ id: 'PackedArchive', description: 'A packed archive.' });

export type PackedArchive = z.infer<typeof packedArchiveSchema>;
