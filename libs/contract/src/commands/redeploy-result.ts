import { z } from 'zod';
import { commitId, url } from './values';

export const redeployPlanSchema = z
  .object({
    tag: z.string(),
    versionId: z.string().describe('The version that the pipelines deploy.'),
    commit: commitId.optional(),
    subject: z.string().optional(),
    pipelines: z.array(
      z.object({
        environment: z.string(),
        pipeline: z.string(),
        action: z.string().describe('The source action that watches the tag.'),
      }),
    ),
  })
  .meta({ id: 'RedeployPlan', description: 'Pipelines that would run again, and their version.' });

export type RedeployPlan = z.infer<typeof redeployPlanSchema>;

export const redeployResultSchema = redeployPlanSchema
  .extend({
    started: z.array(
      z.object({
        environment: z.string(),
        pipeline: z.string(),
        executionId: z.string(),
        url: url.optional(),
      }),
    ),
  })
  .meta({ id: 'RedeployResult', description: 'Pipelines that run again, and their version.' });

export type RedeployResult = z.infer<typeof redeployResultSchema>;
