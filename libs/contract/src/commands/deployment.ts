import { z } from 'zod';
import { pipelineEndSchema } from './pipeline-end';
import { stageViewSchema } from './stage';
import { commitId, milliseconds, url } from './values';

export const pipelineResultSchema = z
  .object({
    environment: z.string(),
    pipeline: z.string(),
    executionId: z.string().optional().describe('The execution of this version. Absent if none was found.'),
    url: url.optional(),
    stages: z.array(stageViewSchema),
    tookMs: milliseconds.describe(
      'Duration in milliseconds: of the watch, or of the stages if that is longer.',
    ),
    end: pipelineEndSchema,
  })
  .meta({ id: 'PipelineResult', description: 'Result of one pipeline for a version.' });

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
    description: 'Result of a version on every pipeline that watches the tag.',
  });

export type Deployment = z.infer<typeof deploymentSchema>;
