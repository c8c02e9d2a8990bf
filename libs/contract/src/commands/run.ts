import { z } from 'zod';
import { timestamp, url } from './values';

export const executionStatusSchema = z
  .enum(['InProgress', 'Stopping', 'Stopped', 'Cancelled', 'Succeeded', 'Superseded', 'Failed'])
  .meta({
    id: 'ExecutionStatus',
    description: 'Status names of the CodePipeline API. Only `InProgress` and `Stopping` are not final.',
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
    url: url.optional().describe('URL of its page in the CodePipeline console.'),
  })
  .meta({
    id: 'Run',
    description: 'One execution of the pipeline of an environment for one version of its tag.',
  });

export type Run = z.infer<typeof runSchema>;
