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
    action: z.string().optional().describe('The action that runs, failed or was abandoned.'),
    awaitsApproval: z.boolean().optional().describe('A person has to approve before it goes on.'),
    summary: z.string().optional(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    url: z.string().optional().describe('Where the logs of that action are.'),
  })
  .meta({ id: 'Stage', description: 'One stage of the execution that is watched.' });

export type StageView = z.infer<typeof stageViewSchema>;
