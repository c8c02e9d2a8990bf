import { z } from 'zod';
import { pipelineEndSchema } from './pipeline-end';
import { stageViewSchema } from './stage';
import { commitId, milliseconds, url } from './values';

export const pipelineResultSchema = z
  .object({
    environment: z.string(),
    pipeline: z.string(),
    executionId: z
      .string()
      .optional()
      .describe('The execution that carries the version; absent: none was seen.'),
    url: url.optional(),
    stages: z.array(stageViewSchema),
    tookMs: milliseconds.describe('Milliseconds that the watch took, or the stages where that was longer.'),
    end: pipelineEndSchema,
  })
  .meta({ id: 'PipelineResult', description: 'What one pipeline made of a version.' });

export type PipelineResult = z.infer<typeof pipelineResultSchema>;

export const deploymentSchema = z
  .object({
    tag: z.string(),
    commit: commitId,
    versionId: z.string(),
    succeeded: z.boolean(),
    results: z.array(pipelineResultSchema),
  })
  .meta({
    id: 'Deployment',
    description: 'What became of a version on every pipeline that watches the tag.',
  });

export type Deployment = z.infer<typeof deploymentSchema>;
