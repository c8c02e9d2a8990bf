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
        'move: a publish or a promotion. hand-copy: somebody copied it there with other tools. removal: somebody deleted the object of the tag, or of its hold. redeploy: asked for; the runs tell what became of it.',
      ),
    at: timestamp,
    actor: z.string().optional(),
    reason: z.string().optional(),
    run: z.string().optional().describe('URL of the CI run that did it.'),
    commit: commitId
      .optional()
      .describe('What it is about: the commit that came, ran again or was rejected.'),
    from: commitId.optional().describe('The commit that the tag left.'),
    versionId: z.string().optional().describe('The version of the tag that it made, or ran again.'),
    environments: z.array(z.string()).optional().describe('Where a redeploy was asked for.'),
    object: z.enum(['tag', 'hold']).optional().describe('Of a removal: what was deleted.'),
  })
  .meta({ id: 'Activity', description: 'One thing that was done: by whom, when and why.' });

export type Activity = z.infer<typeof activitySchema>;
