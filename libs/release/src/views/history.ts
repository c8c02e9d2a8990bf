import { z } from 'zod';
import { archiveViewSchema } from './archive';
import { runSchema } from './run';
import { commitId } from './values';

export const historyEntrySchema = archiveViewSchema
  .extend({
    versionId: z.string().optional(),
    by: z
      .enum(['sluice', 'hand', 'removed'])
      .describe(
        'sluice: written by a publish or a promotion. hand: it lacks what they write, so somebody copied it there. removed: somebody deleted the tag; nothing was on it until the next entry.',
      ),
    isCurrent: z.boolean(),
    previous: commitId.optional().describe('The commit that the tag left.'),
    runs: z.array(runSchema).describe('Empty where no pipeline ran on it, or none can tell.'),
  })
  .meta({
    id: 'HistoryEntry',
    description: 'One version of a tag: who put what there, when and why, and what the pipelines made of it.',
  });

export type HistoryEntry = z.infer<typeof historyEntrySchema>;

export const historySchema = z
  .object({
    tag: z.string(),
    environments: z.array(z.string()),
    entries: z.array(historyEntrySchema).describe('Newest first.'),
    isTruncated: z.boolean().describe('The tag has more versions than these.'),
    arePipelinesKnown: z.boolean().describe('Whether any pipeline could tell how its runs ended.'),
  })
  .meta({ id: 'History', description: 'The history of a tag.' });

export type History = z.infer<typeof historySchema>;
