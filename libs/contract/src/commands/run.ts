import { z } from 'zod';
import { timestamp, url } from './values';

export const executionStatusSchema = z
  .enum(['InProgress', 'Stopping', 'Stopped', 'Cancelled', 'Succeeded', 'Superseded', 'Failed'])
  .meta({
    id: 'ExecutionStatus',
    description: "As CodePipeline's API names them. The first two are the only ones that pass.",
  });

export type ExecutionStatus = z.infer<typeof executionStatusSchema>;

export const runSchema = z
  .object({
    environment: z.string(),
    pipeline: z.string(),
    executionId: z.string(),
    status: executionStatusSchema,
    startedAt: timestamp,
    updatedAt: timestamp,
    url: url.optional().describe('Its page in the CodePipeline console.'),
  })
  .meta({ id: 'Run', description: "One run of an environment's pipeline on one version of its tag." });

export type Run = z.infer<typeof runSchema>;
