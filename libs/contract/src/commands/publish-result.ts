import { z } from 'zod';
import { latestMoveSchema } from './latest-move';
import { bytes, commitId } from './values';

const newest = commitId
  .optional()
  .describe('The newest commit of the branch that latest follows, as recorded beside the tag.');

const latest = z.discriminatedUnion('outcome', [
  z.object({
    key: z.string(),
    newest,
    outcome: z.literal('moved'),
    from: commitId.optional().describe('The previous commit of latest.'),
    versionId: z.string().optional(),
  }),
  z.object({
    key: z.string(),
    newest,
    outcome: z.literal('kept').describe('latest unchanged.'),
    why: z.enum(['same-content', 'newer', 'held', 'rejected', 'unmerged']),
    commit: commitId.optional().describe('The commit whose content latest has.'),
    explanation: z.string().describe('One clause.'),
    remedy: z.string().optional().describe('What to do: one sentence. Absent if nothing can be done.'),
    moved: latestMoveSchema
      .optional()
      .describe('Set if this publish moved latest to a newer commit that was waiting.'),
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
    provenance: z
      .object({
        key: z.string(),
        outcome: z.enum(['written', 'present']),
        keyId: z
          .string()
          .optional()
          .describe('Id of the key that signed it: SHA-256 of the public key. Absent if it is not signed.'),
      })
      .describe('Who made the archive of what; lies beside it.'),
    latest: latest.describe('Result for the tag latest.'),
  })
  .meta({ id: 'PublishResult', description: 'Result of a publish.' });

export type PublishResult = z.infer<typeof publishResultSchema>;
