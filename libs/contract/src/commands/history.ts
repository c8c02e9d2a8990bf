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
        'sluice: written by a publish or a promotion. hand: somebody copied it there with other tools, so nobody knows who and why. removed: somebody deleted the tag; nothing was on it until the next entry.',
      ),
    operation: z.enum(moveOperations).optional().describe('What moved the tag; absent where nobody said so.'),
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
    activity: z
      .array(activitySchema)
      .describe(
        'All that was done to the tag, and the rejections of archives, newest first; nothing of the time before the oldest entry where there are more.',
      ),
    isTruncated: z.boolean().describe('More was done than is told here; a greater limit tells more.'),
    arePipelinesKnown: z.boolean().describe('Whether any pipeline could tell how its runs ended.'),
  })
  .meta({ id: 'History', description: 'The history of a tag.' });

export type History = z.infer<typeof historySchema>;
