import { z } from 'zod';
import { deploymentSchema } from './deployment';
import { diffSchema } from './diff';
import { statusOfAppsSchema, statusSchema } from './environment';
import { examinationSchema } from './examination';
import { historySchema } from './history';
import { holdingSchema, holdPlanSchema, holdReleaseSchema } from './hold';
import { packedArchiveSchema } from './packed-archive';
import { planViewSchema } from './plan';
import { promotionSchema } from './promotion';
import { prunePlanViewSchema, pruningSchema } from './prune';
import { publicationSchema } from './publication';
import { redeploymentSchema, redeployPlanSchema } from './redeployment';
import { rejectOutcomeSchema } from './rejection';
import { rollbackPlanViewSchema, rollbackSchema } from './rollback';

const dryRun = { dryRun: z.literal(true).describe('Nothing was written.') };

const watched = {
  deployment: deploymentSchema.optional().describe('What the pipelines made of it; only with --watch.'),
};

/** What each command prints on stdout with `--json`. */
export const outputSchemas = {
  package: packedArchiveSchema,
  publish: publicationSchema.extend(watched),
  promote: z.union([promotionSchema.extend(watched), z.object({ ...dryRun, plan: planViewSchema })]),
  hold: z.union([holdingSchema, holdPlanSchema.extend(dryRun)]),
  unhold: holdReleaseSchema.extend(watched),
  rollback: z.union([rollbackSchema.extend(watched), rollbackPlanViewSchema.extend(dryRun)]),
  history: historySchema,
  status: z.union([statusSchema, statusOfAppsSchema]),
  diff: diffSchema,
  watch: z.object({ deployment: deploymentSchema }),
  redeploy: z.union([redeploymentSchema.extend(watched), redeployPlanSchema.extend(dryRun)]),
  reject: rejectOutcomeSchema,
  doctor: examinationSchema,
  prune: z.union([pruningSchema, prunePlanViewSchema.extend(dryRun)]),
} satisfies Record<string, z.ZodType>;

export type CommandName = keyof typeof outputSchemas;
