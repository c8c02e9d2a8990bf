import { environmentStatusSchema, gateResultSchema, stageViewSchema } from '../commands';
import { z } from 'zod';

export const stageProgressSchema = stageViewSchema.meta({
  id: 'StageProgress',
  description: 'One stage of a pipeline execution.',
});

export type StageProgress = z.infer<typeof stageProgressSchema>;

export const waitingSchema = z
  .object({
    commit: z
      .string()
      .describe('The release that comes next: the one that is live in the environment before.'),
    subject: z.string().optional(),
    commits: z
      .int()
      .optional()
      .describe(
        'Number of commits that it would bring. Absent if nothing is deployed here, or if it is unknown.',
      ),
    releases: z.int().optional().describe('Number of published archives that it would bring.'),
    authors: z.array(z.string()).describe('Who wrote these commits, newest first; at most 10 names.'),
    gateResults: z
      .array(gateResultSchema)
      .describe('The gates that would refuse the promotion now, with the reason and the remedy.'),
  })
  .meta({ id: 'Waiting', description: 'What a promotion to the next environment would bring now.' });

export type Waiting = z.infer<typeof waitingSchema>;

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
    takesFrom: z
      .string()
      .optional()
      .describe(
        'The environment that releases come from: the last one in `requires`, otherwise the one before in sluice.json that watches another tag. Absent: they come from the newest published archive.',
      ),
    waiting: waitingSchema
      .optional()
      .describe(
        'What would come next. Absent if there is nothing new, and while the list of archives is loading.',
      ),
    rollback: z
      .object({
        commit: z.string().optional().describe('The version that a rollback would go to.'),
        subject: z.string().optional(),
        nothing: z.string().optional().describe('Why there is no version to go back to: one sentence.'),
      })
      .optional()
      .describe('Absent while it is unknown.'),
    url: z.string().optional().describe('Address of the environment.'),
    pipelineUrl: z.string().optional().describe('URL of its pipeline in the CodePipeline console.'),
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
