import { z } from 'zod';
import { activityLogSchema } from './activity-log';
import { cacheRunSchema } from './cache-run';
import { deploymentSchema } from './deployment';
import { diffSchema } from './diff';
import { statusOfAppsSchema, statusSchema } from './environment';
import { doctorReportSchema } from './doctor-report';
import { historySchema } from './history';
import { holdResultSchema, holdPlanSchema, unholdResultSchema } from './hold';
import { metricsSchema } from './metrics';
import { packedArchiveSchema } from './packed-archive';
import { planViewSchema } from './plan';
import { promotionSchema } from './promotion';
import { prunePlanViewSchema, pruneResultSchema } from './prune';
import { publishResultSchema } from './publish-result';
import { redeployResultSchema, redeployPlanSchema } from './redeploy-result';
import { rejectOutcomeSchema } from './rejection';
import { rollbackPlanViewSchema, rollbackSchema } from './rollback';
import { servedSchema } from './served';
import { verificationSchema } from './verification';

const dryRun = { dryRun: z.literal(true).describe('Nothing was written.') };

const watched = {
  deployment: deploymentSchema.optional().describe('Results of the pipelines; only with --watch.'),
};

/** What each command prints on stdout with `--json`. */
export const outputSchemas = {
  package: packedArchiveSchema,
  publish: publishResultSchema.extend(watched),
  promote: z.union([promotionSchema.extend(watched), z.object({ ...dryRun, plan: planViewSchema })]),
  hold: z.union([holdResultSchema, holdPlanSchema.extend(dryRun)]),
  unhold: unholdResultSchema.extend(watched),
  rollback: z.union([rollbackSchema.extend(watched), rollbackPlanViewSchema.extend(dryRun)]),
  history: historySchema,
  activity: activityLogSchema,
  metrics: metricsSchema,
  status: z.union([statusSchema, statusOfAppsSchema]),
  diff: diffSchema,
  verify: verificationSchema,
  watch: z.object({ deployment: deploymentSchema }),
  redeploy: z.union([redeployResultSchema.extend(watched), redeployPlanSchema.extend(dryRun)]),
  reject: rejectOutcomeSchema,
  cache: cacheRunSchema,
  start: servedSchema,
  console: z.object({ url: z.url().describe('Address that signs a browser in.') }),
  doctor: doctorReportSchema,
  prune: z.union([pruneResultSchema, prunePlanViewSchema.extend(dryRun)]),
} satisfies Record<string, z.ZodType>;

export type CommandName = keyof typeof outputSchemas;
