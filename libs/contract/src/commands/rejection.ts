import { z } from 'zod';
import { commitId, recordedTime } from './values';

export const rejectionSchema = z
  .object({
    reason: z.string().optional(),
    actor: z.string().optional(),
    since: recordedTime.optional(),
  })
  .meta({
    id: 'Rejection',
    description: 'Why an archive must not be promoted.',
  });

export type Rejection = z.infer<typeof rejectionSchema>;

export const rejectOutcomeSchema = z
  .object({
    commit: commitId,
    key: z.string().describe('Key of the archive.'),
    outcome: z
      .enum(['rejected', 'accepted', 'unchanged'])
      .describe('unchanged: it was rejected, or not rejected, already.'),
    rejection: rejectionSchema.optional().describe('The rejection that stands, or that was taken back.'),
    environments: z
      .array(z.string())
      .describe('Environments whose tag has this archive now: a rejection moves nothing.'),
  })
  .meta({ id: 'RejectOutcome', description: 'What became of a rejection, or of taking one back.' });

export type RejectOutcome = z.infer<typeof rejectOutcomeSchema>;
