import { z } from 'zod';
import { latestMoveSchema } from './latest-move';
import { commitId, recordedTime } from './values';

export const rollbackOfHoldSchema = z
  .object({
    from: commitId.optional().describe('The commit that it leaves.'),
    to: commitId.describe('The commit that it goes back to.'),
    state: z
      .enum(['unfinished', 'finished', 'other'])
      .describe(
        'unfinished: the tag is still where it was when the rollback started. finished: the tag has the content that the rollback goes back to. other: somebody moved the tag elsewhere.',
      ),
  })
  .meta({ id: 'RollbackOfHold', description: 'The rollback that a hold keeps a tag still for.' });

export const holdViewSchema = z
  .object({
    reason: z
      .string()
      .optional()
      .describe('Why; for a rollback also from where to where, and whether it is finished.'),
    actor: z.string().optional(),
    since: recordedTime.optional(),
    id: z
      .string()
      .optional()
      .describe("Random, one per hold: it tells one's own from somebody else's after a lost response."),
    rollback: rollbackOfHoldSchema.optional(),
  })
  .meta({ id: 'Hold', description: 'Why nothing but a release of the hold moves a tag.' });

export type HoldView = z.infer<typeof holdViewSchema>;

const place = { tag: z.string(), key: z.string().describe('Key of the object that holds the tag.') };

export const holdResultSchema = z
  .object({
    ...place,
    outcome: z
      .enum(['held', 'present'])
      .describe('present: somebody held it before, and that hold stands as it is.'),
    hold: holdViewSchema,
  })
  .meta({ id: 'Holding', description: 'What became of a wish to hold a tag.' });

export type HoldResult = z.infer<typeof holdResultSchema>;

export const holdPlanSchema = z
  .object({
    ...place,
    outcome: z.enum(['held', 'present']).describe('held: it would be held. present: it is held already.'),
    hold: holdViewSchema.optional().describe('The hold that is there already.'),
  })
  .meta({ id: 'HoldPlan', description: 'What would become of a wish to hold a tag.' });

export type HoldPlan = z.infer<typeof holdPlanSchema>;

export const unholdResultSchema = z
  .object({
    ...place,
    outcome: z.enum(['removed', 'absent']).describe('absent: nobody held it.'),
    hold: holdViewSchema.optional().describe('The hold that was lifted.'),
    moved: latestMoveSchema.optional().describe('Set when the tag went on to where it should be.'),
  })
  .meta({ id: 'HoldRelease', description: 'What became of a wish to release a hold.' });

export type UnholdResult = z.infer<typeof unholdResultSchema>;
