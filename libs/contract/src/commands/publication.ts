import { z } from 'zod';
import { latestMoveSchema } from './latest-move';
import { bytes, commitId } from './values';

const newest = commitId
  .optional()
  .describe('The newest commit of the line that latest follows, as it is written down beside the tag.');

const latest = z.discriminatedUnion('outcome', [
  z.object({
    key: z.string(),
    newest,
    outcome: z.literal('moved'),
    from: commitId.optional().describe('The commit that it left.'),
    versionId: z.string().optional(),
  }),
  z.object({
    key: z.string(),
    newest,
    outcome: z.literal('kept').describe('latest was not moved to this commit.'),
    why: z.enum(['same-content', 'newer', 'held', 'rejected', 'unmerged']),
    commit: commitId.optional().describe('The commit whose content is on it.'),
    explanation: z.string().describe('One clause.'),
    remedy: z.string().optional().describe('One sentence on what to do, where something can be done.'),
    moved: latestMoveSchema
      .optional()
      .describe('Set when a newer commit was waiting, and this publication brought latest to it.'),
  }),
]);

export const publishResultSchema = z
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

export type PublishResult = z.infer<typeof publishResultSchema>;
