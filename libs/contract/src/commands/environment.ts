import { z } from 'zod';
import { taggedArchiveSchema } from './archive';
import { holdViewSchema } from './hold';
import { rejectionSchema } from './rejection';
import { runSchema } from './run';
import { commitId, timestamp } from './values';

export const environmentViewSchema = z
  .object({
    name: z.string(),
    tag: z.string().describe('It watches <tag>.zip.'),
    pipeline: z.string(),
    current: taggedArchiveSchema
      .optional()
      .describe('The content of its tag. Absent until the first promotion.'),
    hold: holdViewSchema.optional(),
  })
  .meta({ id: 'Environment', description: 'An environment, and the content of its tag.' });

export type EnvironmentView = z.infer<typeof environmentViewSchema>;

export const environmentStatusSchema = environmentViewSchema
  .extend({
    contentOf: commitId
      .optional()
      .describe(
        'The newest published commit, if the tag has the same content under an older commit. For example, a revert does not change a tag that already has the content.',
      ),
    behind: z
      .int()
      .optional()
      .describe(
        'Number of commits between the tag and the newest published commit. Absent if this clone cannot determine it.',
      ),
    run: runSchema
      .optional()
      .describe('The newest execution of its pipeline. Absent if there is none or it cannot be read.'),
    live: z
      .object({
        versionId: z.string(),
        commit: commitId.optional(),
        subject: z.string().optional(),
        author: z.string().optional().describe('Author of the commit.'),
        actor: z.string().optional().describe('Who moved the tag to it.'),
        deployedAt: timestamp.optional().describe('When its deployment succeeded.'),
        isOnTag: z.boolean().describe('The tag has the same content.'),
      })
      .optional()
      .describe(
        'The version that the pipeline deployed last. A stage rollback of CodePipeline restores an earlier version and does not change the tag, so this can differ from the tag.',
      ),
    rejection: rejectionSchema.optional().describe('Its archive was rejected after it was deployed here.'),
    unreadable: z
      .string()
      .optional()
      .describe('Why it is unknown: these credentials cannot read its bucket. One sentence.'),
    undeliveredSince: timestamp
      .optional()
      .describe(
        'When the tag moved to a version for which no execution has started: the event was lost, or was sent before the pipeline existed. Absent for the first ten minutes, and if the pipeline cannot be read.',
      ),
  })
  .meta({
    id: 'EnvironmentStatus',
    description: 'One environment: its version, and whether it was deployed.',
  });

export type EnvironmentStatus = z.infer<typeof environmentStatusSchema>;

export const statusSchema = z
  .object({
    newest: z
      .object({ commit: commitId, subject: z.string().optional() })
      .optional()
      .describe('The newest published commit.'),
    environments: z.array(environmentStatusSchema).describe('In the order of promotion.'),
  })
  .meta({ id: 'Status', description: 'The deployed version of each environment, since when and by whom.' });

export type Status = z.infer<typeof statusSchema>;

export const statusOfAppsSchema = z
  .object({
    schemaVersion: z.literal(2).describe('Absent in output for one app, which is version 1.'),
    apps: z.array(statusSchema.extend({ app: z.string() })).describe('In the order of sluice.json.'),
    failed: z
      .array(
        z.object({
          app: z.string(),
          message: z.string().describe('What is wrong: one sentence.'),
          remedy: z.string().describe('What to do: one sentence.'),
        }),
      )
      .optional()
      .describe('The apps that could not be read; the command exits non-zero then.'),
  })
  .meta({
    id: 'StatusOfApps',
    description: 'The same for each app, if there are several and none was selected.',
  });

export type StatusOfApps = z.infer<typeof statusOfAppsSchema>;
