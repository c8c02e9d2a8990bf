import { z } from 'zod';
import { commitId } from './values';

export const promotionSchema = z
  .object({
    tag: z.string(),
    key: z.string().describe('Key of the object of the tag.'),
    outcome: z
      .enum(['moved', 'current'])
      .describe('current: the tag already had this content; nothing was written.'),
    commit: commitId,
    digest: z.string().optional(),
    from: commitId.optional().describe('The previous commit of the tag.'),
    versionId: z.string().optional().describe('Version of the object of the tag.'),
  })
  .meta({ id: 'Promotion', description: 'Result of a promotion.' });

export type Promotion = z.infer<typeof promotionSchema>;
