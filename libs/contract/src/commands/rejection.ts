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
    outcome: z.enum(['rejected', 'accepted', 'unchanged']).describe('unchanged: it already had this state.'),
    rejection: rejectionSchema.optional().describe('The current rejection, or the one that was undone.'),
    environments: z
      .array(z.string())
      .describe('Environments whose tag has this archive now. A rejection does not move tags.'),
  })
  .meta({ id: 'RejectOutcome', description: 'Result of a rejection, or of undoing one.' });

export type RejectOutcome = z.infer<typeof rejectOutcomeSchema>;
