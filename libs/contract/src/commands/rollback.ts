import { z } from 'zod';
import { historyEntrySchema } from './history';
import { holdResultSchema } from './hold';
import { planViewSchema } from './plan';
import { promotionSchema } from './promotion';

export const rollbackPlanViewSchema = z
  .object({
    plan: planViewSchema.describe('The move, as in the plan of a promotion.'),
    to: historyEntrySchema.describe('The version to roll back to.'),
    basis: z
      .enum(['ran-well', 'previous', 'unknown-run', 'chosen'])
      .describe(
        'ran-well: the pipelines deployed it successfully. previous: the pipelines cannot be read; it is the previous version. unknown-run: the pipelines have no execution of it, for example after 12 months or in a re-created pipeline, so its result is unknown. chosen: it was named.',
      ),
    skipped: z
      .array(z.object({ entry: historyEntrySchema, why: z.string() }))
      .describe('Skipped versions, newest first.'),
  })
  .meta({ id: 'RollbackPlan', description: 'What a rollback would do, and whether the gates allow it.' });

export type RollbackPlanView = z.infer<typeof rollbackPlanViewSchema>;

export const rollbackSchema = promotionSchema
  .extend({ hold: holdResultSchema })
  .meta({ id: 'Rollback', description: 'Result of a rollback.' });

export type Rollback = z.infer<typeof rollbackSchema>;
