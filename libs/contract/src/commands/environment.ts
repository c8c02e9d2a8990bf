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
      .describe('What its tag names now; absent while nothing was promoted there.'),
    hold: holdViewSchema.optional(),
  })
  .meta({ id: 'Environment', description: 'One place where the app runs, and what its tag names.' });

export type EnvironmentView = z.infer<typeof environmentViewSchema>;

export const environmentStatusSchema = environmentViewSchema
  .extend({
    contentOf: commitId
      .optional()
      .describe(
        'The newest published commit, where the content on the tag is its content and the tag names an older one: a revert, for instance, leaves a tag alone that has the content already.',
      ),
    behind: z
      .int()
      .optional()
      .describe('How many commits the newest published one is ahead; absent when this clone cannot tell.'),
    run: runSchema
      .optional()
      .describe('The newest run of its pipeline; absent when the pipeline cannot tell, or never ran.'),
    live: z
      .object({
        versionId: z.string(),
        commit: commitId.optional(),
        subject: z.string().optional(),
        isOnTag: z.boolean().describe('The tag names this content too.'),
      })
      .optional()
      .describe(
        "What the pipeline last brought up. CodePipeline's own stage rollback puts an earlier version back and leaves the tag as it is, so this can be another than the tag names.",
      ),
    rejection: rejectionSchema.optional().describe('Its archive was rejected since it came here.'),
    undeliveredSince: timestamp
      .optional()
      .describe(
        'When the tag moved to a version that no execution of the pipeline has taken up: its event was lost, or came before the pipeline was made. Absent for the first ten minutes, and when the pipeline cannot tell.',
      ),
  })
  .meta({ id: 'EnvironmentStatus', description: 'One environment: what it has, and whether that came up.' });

export type EnvironmentStatus = z.infer<typeof environmentStatusSchema>;

export const statusSchema = z
  .object({
    newest: z
      .object({ commit: commitId, subject: z.string().optional() })
      .optional()
      .describe('The newest published commit.'),
    environments: z.array(environmentStatusSchema).describe('In the order of promotion.'),
  })
  .meta({ id: 'Status', description: 'What is where, since when and by whom.' });

export type Status = z.infer<typeof statusSchema>;

export const statusOfAppsSchema = z
  .object({
    schemaVersion: z.literal(2).describe('Absent where one app is told of: that is version 1, unchanged.'),
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
    description: 'The same for each app, where there are several and none was named.',
  });

export type StatusOfApps = z.infer<typeof statusOfAppsSchema>;
