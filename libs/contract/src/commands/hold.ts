import { z } from 'zod';
import { latestMoveSchema } from './latest-move';
import { commitId, recordedTime } from './values';

export const rollbackOfHoldSchema = z
  .object({
    from: commitId.optional().describe('The commit before the rollback.'),
    to: commitId.describe('The commit after the rollback.'),
    state: z
      .enum(['unfinished', 'finished', 'other'])
      .describe(
        'unfinished: the tag has not moved since the rollback started. finished: the tag has the content of the rollback. other: the tag was moved to other content.',
      ),
  })
  .meta({ id: 'RollbackOfHold', description: 'The rollback that created the hold.' });

export const holdViewSchema = z
  .object({
    reason: z
      .string()
      .optional()
      .describe('Reason. For a rollback also the commits, and whether it is finished.'),
    actor: z.string().optional(),
    since: recordedTime.optional(),
    id: z
      .string()
      .optional()
      .describe('Random, one per hold. Identifies the own hold after a lost response.'),
    rollback: rollbackOfHoldSchema.optional(),
  })
  .meta({ id: 'Hold', description: 'The hold of a tag. Only removing it allows the tag to move.' });

export type HoldView = z.infer<typeof holdViewSchema>;

const place = { tag: z.string(), key: z.string().describe('Key of the hold object.') };

export const holdResultSchema = z
  .object({
    ...place,
    outcome: z
      .enum(['held', 'present'])
      .describe('present: the tag was already on hold; that hold is unchanged.'),
    hold: holdViewSchema,
  })
  .meta({ id: 'HoldResult', description: 'Result of a hold.' });

export type HoldResult = z.infer<typeof holdResultSchema>;

export const holdPlanSchema = z
  .object({
    ...place,
    outcome: z
      .enum(['held', 'present'])
      .describe('held: it would be put on hold. present: it is already on hold.'),
    hold: holdViewSchema.optional().describe('The existing hold.'),
  })
  .meta({ id: 'HoldPlan', description: 'What a hold would do.' });

export type HoldPlan = z.infer<typeof holdPlanSchema>;

export const unholdResultSchema = z
  .object({
    ...place,
    outcome: z.enum(['removed', 'absent']).describe('absent: there was no hold.'),
    hold: holdViewSchema.optional().describe('The hold that was removed.'),
    moved: latestMoveSchema.optional().describe('Set if the tag then moved to the newest published commit.'),
  })
  .meta({ id: 'UnholdResult', description: 'Result of removing a hold.' });

export type UnholdResult = z.infer<typeof unholdResultSchema>;
