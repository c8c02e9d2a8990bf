import { z } from 'zod';
import { activitySchema } from './activity';
import { archiveViewSchema } from './archive';
import { runSchema } from './run';
import { commitId } from './values';

/** What moves a tag; it is written down with each move. */
export const moveOperations = ['publish', 'promote', 'rollback', 'unhold'] as const;

export type MoveOperation = (typeof moveOperations)[number];

export const historyEntrySchema = archiveViewSchema
  .extend({
    versionId: z.string().optional(),
    by: z
      .enum(['sluice', 'hand', 'removed'])
      .describe(
        'sluice: written by a publish or a promotion. hand: copied with another tool, so actor and reason are unknown. removed: the tag was deleted; it had no content until the next entry.',
      ),
    operation: z
      .enum(moveOperations)
      .optional()
      .describe('The operation that moved the tag. Absent if unknown.'),
    isCurrent: z.boolean(),
    previous: commitId.optional().describe('The previous commit of the tag.'),
    runs: z.array(runSchema).describe('Empty if no pipeline ran on it, or none can be read.'),
  })
  .meta({
    id: 'HistoryEntry',
    description: 'One version of a tag: who wrote it, when and why, and the results of the pipelines.',
  });

export type HistoryEntry = z.infer<typeof historyEntrySchema>;

export const historySchema = z
  .object({
    tag: z.string(),
    environments: z.array(z.string()),
    entries: z.array(historyEntrySchema).describe('Newest first.'),
    activity: z
      .array(activitySchema)
      .describe(
        'All actions on the tag, and the rejections of archives, newest first. If there are more entries, actions older than the oldest entry are left out.',
      ),
    isTruncated: z.boolean().describe('There is more; increase the limit.'),
    arePipelinesKnown: z.boolean().describe('Whether any pipeline could be read.'),
  })
  .meta({ id: 'History', description: 'The history of a tag.' });

export type History = z.infer<typeof historySchema>;
