import { environmentStatusSchema, stageViewSchema } from '../commands';
import { z } from 'zod';

export const stageProgressSchema = stageViewSchema.meta({
  id: 'StageProgress',
  description: 'One stage of a pipeline execution.',
});

export type StageProgress = z.infer<typeof stageProgressSchema>;

export const environmentCardSchema = environmentStatusSchema
  .extend({
    confirm: z.boolean().describe('Whether a promotion must be confirmed with the name of the environment.'),
    requires: z
      .array(z.string())
      .describe(
        'Environments to which an archive must have been deployed successfully before it can be promoted here.',
      ),
    sharesTagWith: z
      .array(z.string())
      .describe('Other environments that watch the same tag and move with it.'),
    behindPrevious: z
      .object({
        environment: z.string(),
        commits: z
          .int()
          .optional()
          .describe(
            'Number of commits. Absent if the server has no clone of the repository. 0 if this environment is ahead.',
          ),
        releases: z
          .int()
          .optional()
          .describe('Number of published archives that the other environment has had since.'),
      })
      .optional()
      .describe('Distance to the previous environment. Absent for the first one, and if either is empty.'),
    stages: z.array(stageProgressSchema).describe('The stages of `run`.'),
    runVersionId: z.string().optional().describe('The version of the tag that `run` carries.'),
    awaitsRun: z
      .boolean()
      .describe(
        'Its tag has just moved and its pipeline has not started yet: `run` and `live` describe the previous version.',
      ),
  })
  .meta({ id: 'EnvironmentCard', description: 'One environment on the board.' });

export type EnvironmentCard = z.infer<typeof environmentCardSchema>;

export const boardSchema = z
  .object({
    readAt: z.iso.datetime().describe('ISO 8601, UTC.'),
    newest: z
      .object({ commit: z.string(), subject: z.string().optional() })
      .optional()
      .describe('Absent if nothing is published, or while the list is loading; a warning then says so.'),
    environments: z.array(environmentCardSchema).describe('In the order of promotion.'),
    warnings: z.array(z.string()).describe('What could not be read, as sentences. The rest is valid.'),
  })
  .meta({
    id: 'Board',
    description: '`GET /api/board`, and the event `board` of `GET /api/events` at each change.',
  });

export type Board = z.infer<typeof boardSchema>;
