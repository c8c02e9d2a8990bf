import { z } from 'zod';
import { activitySchema } from './activity';
import { runSchema } from './run';
import { timestamp } from './values';

/** What can have happened, in the words that a filter takes. */
export const activityLogKinds = [
  'publish',
  'promote',
  'rollback',
  'move',
  'hand-copy',
  'removal',
  'hold',
  'unhold',
  'redeploy',
  'reject',
  'undo-reject',
  'failure',
] as const;

export const activityLogKindSchema = z.enum(activityLogKinds).meta({
  id: 'ActivityLogKind',
  description:
    'publish, promote, rollback: the operation that moved the tag. move: it moved when a hold was removed, or by an operation that is not recorded. hand-copy: copied with another tool. removal: the object of the tag or of its hold was deleted. redeploy: requested; a failure follows as an entry of its own. failure: a deployment failed.',
});

export type ActivityLogKind = z.infer<typeof activityLogKindSchema>;

export const activityLogEntrySchema = activitySchema
  .omit({ kind: true, environments: true })
  .extend({
    id: z
      .string()
      .describe(
        'Permanent within its app: the kind of record, its tag or environment, and the version in S3 or the execution of the pipeline.',
      ),
    app: z.string(),
    kind: activityLogKindSchema,
    at: timestamp.describe('When it was recorded; of a failure, when the deployment ended. ISO 8601, UTC.'),
    environments: z
      .array(z.string())
      .describe(
        'Environments that it changed. Of a rejection: those whose tag had the archive at that time; there may be none.',
      ),
    tag: z.string().optional(),
    subject: z.string().optional().describe('Subject of the commit, where the record has it.'),
    runs: z
      .array(runSchema)
      .optional()
      .describe(
        'Results of the pipelines for that version of the tag. Of a failure: the execution that failed.',
      ),
  })
  .meta({
    id: 'ActivityLogEntry',
    description: 'One action or failure in any environment of an app: by whom, when and why.',
  });

export type ActivityLogEntry = z.infer<typeof activityLogEntrySchema>;

export const activityLogSchema = z
  .object({
    entries: z.array(activityLogEntrySchema).describe('Newest first.'),
    next: z
      .string()
      .optional()
      .describe('Where earlier entries begin: pass it as `after`. Absent if everything was searched.'),
    searchedTo: timestamp
      .optional()
      .describe('The time back to which the records were searched. Absent if everything was searched.'),
    warnings: z.array(z.string()).describe('What could not be read, as sentences. The rest is valid.'),
  })
  .meta({
    id: 'ActivityLog',
    description:
      'What happened in all environments. One answer reads a limited number of records, so it can have few entries, or none, and still name `next`.',
  });

export type ActivityLog = z.infer<typeof activityLogSchema>;
