import { z } from 'zod';
import { historyEntrySchema } from './history';
import { holdResultSchema } from './hold';
import { planViewSchema } from './plan';
import { promotionSchema } from './promotion';

export const rollbackPlanViewSchema = z
  .object({
    plan: planViewSchema.describe("The move itself, as a promotion's plan shows it."),
    to: historyEntrySchema.describe('The version to go back to.'),
    basis: z
      .enum(['ran-well', 'previous', 'unknown-run'])
      .describe(
        'ran-well: the pipelines say so. previous: no pipeline can tell, and it is merely the one before. unknown-run: the pipelines know no run of it, as after 12 months or in a pipeline that was made anew, so nobody can tell how it ran.',
      ),
    skipped: z
      .array(z.object({ entry: historyEntrySchema, why: z.string() }))
      .describe('Skipped versions, newest first.'),
  })
  .meta({ id: 'RollbackPlan', description: 'What a rollback would do, and whether it may.' });

export type RollbackPlanView = z.infer<typeof rollbackPlanViewSchema>;

export const rollbackSchema = promotionSchema
  .extend({ hold: holdResultSchema })
  .meta({ id: 'Rollback', description: 'What became of a rollback.' });

export type Rollback = z.infer<typeof rollbackSchema>;
