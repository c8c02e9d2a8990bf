import { z } from 'zod';
import { timestamp } from './values';

export const stageStatusSchema = z.enum(['waiting', 'running', 'succeeded', 'failed', 'stopped']);

export type StageStatus = z.infer<typeof stageStatusSchema>;

export const stageViewSchema = z
  .object({
    name: z.string(),
    status: stageStatusSchema,
    startedAt: timestamp.optional(),
    endedAt: timestamp.optional().describe('Absent while it waits or runs.'),
    action: z.string().optional().describe('The action that is running, failed or was abandoned.'),
    awaitsApproval: z.boolean().optional().describe('Waiting for a manual approval.'),
    summary: z.string().optional(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    url: z.string().optional().describe('URL of the logs of that action.'),
  })
  .meta({ id: 'Stage', description: 'One stage of the watched execution.' });

export type StageView = z.infer<typeof stageViewSchema>;
