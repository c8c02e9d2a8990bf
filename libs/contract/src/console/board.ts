import { environmentStatusSchema, stageViewSchema } from '../commands';
import { z } from 'zod';

export const stageProgressSchema = stageViewSchema.meta({
  id: 'StageProgress',
  description: "One stage of a pipeline's run.",
});

export type StageProgress = z.infer<typeof stageProgressSchema>;

export const environmentCardSchema = environmentStatusSchema
  .extend({
    confirm: z.boolean().describe("Whether a promotion asks for the environment's name."),
    requires: z
      .array(z.string())
      .describe('Environments where an archive must have run well before it may come here.'),
    sharesTagWith: z
      .array(z.string())
      .describe('Other environments that watch the same tag, and so move along.'),
    behindPrevious: z
      .object({
        environment: z.string(),
        commits: z
          .int()
          .optional()
          .describe(
            'Commits; absent when the server has no clone that can tell. 0 also where this one is ahead.',
          ),
        releases: z.int().optional().describe('Published archives that the other has passed since.'),
      })
      .optional()
      .describe(
        'How it stands to the environment before it; absent for the first, or while either is empty.',
      ),
    stages: z.array(stageProgressSchema).describe('The stages of `run`.'),
    runVersionId: z.string().optional().describe('The version of the tag that `run` carries.'),
    awaitsRun: z
      .boolean()
      .describe(
        'Its tag moved a moment ago and its pipeline is about to start: `run` and `live` tell of the version before.',
      ),
  })
  .meta({ id: 'EnvironmentCard', description: 'One environment as the board shows it.' });

export type EnvironmentCard = z.infer<typeof environmentCardSchema>;

export const boardSchema = z
  .object({
    readAt: z.iso.datetime().describe('ISO 8601, UTC.'),
    newest: z
      .object({ commit: z.string(), subject: z.string().optional() })
      .optional()
      .describe(
        'Absent when nothing was published, or while the list is still being read: then a warning says so.',
      ),
    environments: z.array(environmentCardSchema).describe('In the order of promotion.'),
    warnings: z
      .array(z.string())
      .describe('What could not be learned in this look; the rest holds. Sentences.'),
  })
  .meta({
    id: 'Board',
    description: '`GET /api/board`, and the event `board` of `GET /api/events` at each change.',
  });

export type Board = z.infer<typeof boardSchema>;
