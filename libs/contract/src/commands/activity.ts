import { z } from 'zod';
import { commitId, timestamp } from './values';

export const activitySchema = z
  .object({
    kind: z
      .enum([
        'move',
        'rollback',
        'hand-copy',
        'removal',
        'hold',
        'unhold',
        'redeploy',
        'reject',
        'undo-reject',
      ])
      .describe(
        'move: a publish or a promotion. hand-copy: copied with another tool. removal: the object of the tag or of its hold was deleted. redeploy: requested; the runs show the result.',
      ),
    at: timestamp,
    actor: z.string().optional(),
    reason: z.string().optional(),
    run: z.string().optional().describe('URL of the CI run.'),
    commit: commitId.optional().describe('The commit that was deployed, redeployed or rejected.'),
    from: commitId.optional().describe('The previous commit of the tag.'),
    versionId: z.string().optional().describe('The version of the tag that was created or redeployed.'),
    environments: z.array(z.string()).optional().describe('Environments of a redeploy.'),
    object: z.enum(['tag', 'hold']).optional().describe('For a removal: the object that was deleted.'),
  })
  .meta({ id: 'Activity', description: 'One action: by whom, when and why.' });

export type Activity = z.infer<typeof activitySchema>;
