import { z } from 'zod';
import { stageViewSchema } from './stage';
import { milliseconds } from './values';

export const findingSchema = z
  .object({
    kind: z.enum([
      'pipeline-missing',
      'other-object',
      'source-closed',
      'newer-version',
      'rollback-only',
      'no-polling',
      'polling-idle',
      'nothing-found',
    ]),
    explanation: z.string().describe('A sentence.'),
    remedy: z.string().describe('A sentence.'),
  })
  .meta({ id: 'Finding', description: 'A possible reason why no execution started.' });

export type Finding = z.infer<typeof findingSchema>;

const execution = {
  executionId: z.string(),
  versionId: z.string().optional(),
  summary: z.string().optional(),
};

export const pipelineEndSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('succeeded') }),
    z.object({
      kind: z.literal('failed'),
      stage: stageViewSchema.optional(),
      summary: z.string().optional(),
      rollback: z.object({ executionId: z.string() }).optional(),
    }),
    z
      .object({ kind: z.literal('rolled-back'), ...execution })
      .describe('It succeeded, and then a rollback of CodePipeline restored an earlier version.'),
    z.object({ kind: z.literal('stopped'), reason: z.string().optional() }),
    z.object({ kind: z.literal('cancelled') }),
    z.object({ kind: z.literal('superseded'), by: z.object(execution).optional() }),
    z.object({
      kind: z.literal('never-started'),
      findings: z.array(findingSchema),
      waitedMs: milliseconds,
    }),
    z.object({ kind: z.literal('credentials-expired') }),
    z
      .object({ kind: z.literal('unknown'), message: z.string(), remedy: z.string() })
      .describe('The pipeline could no longer be read; the deployment may continue.'),
    z
      .object({
        kind: z.literal('unfinished'),
        waitedMs: milliseconds,
        waitingFor: z.string().optional(),
      })
      .describe('It was still in progress when the watch timed out.'),
    z.object({ kind: z.literal('interrupted') }),
  ])
  .meta({
    id: 'PipelineEnd',
    description: 'Result of one version on one pipeline. Only `succeeded` is success.',
  });

export type PipelineEnd = z.infer<typeof pipelineEndSchema>;
