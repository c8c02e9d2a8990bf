import { z } from 'zod';
import { bytes, commitId } from './values';

const latest = z.discriminatedUnion('outcome', [
  z.object({
    key: z.string(),
    outcome: z.literal('moved'),
    from: commitId.optional().describe('The commit that it left.'),
    versionId: z.string().optional(),
  }),
  z.object({
    key: z.string(),
    outcome: z.literal('kept'),
    why: z.enum(['same-content', 'newer', 'held', 'rejected']),
    commit: commitId.optional().describe('The commit that is on it.'),
    explanation: z.string().describe('One clause.'),
  }),
]);

export const publicationSchema = z
  .object({
    commit: commitId,
    digest: z.string(),
    archive: z.object({
      key: z.string(),
      outcome: z
        .enum(['uploaded', 'copied', 'present'])
        .describe('copied: inside the bucket, from an archive with the same content.'),
      size: bytes,
      versionId: z.string().optional(),
    }),
    latest: latest.describe('What became of the tag that follows the newest commit.'),
  })
  .meta({ id: 'Publication', description: 'What became of a publication.' });

export type Publication = z.infer<typeof publicationSchema>;
