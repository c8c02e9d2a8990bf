import { z } from 'zod';
import { commitId } from './values';

/** How the tag went on to where it should be. */
export const latestMoveSchema = z.object({
  from: commitId.optional(),
  commit: commitId,
  versionId: z.string().optional(),
});

export type LatestMove = z.infer<typeof latestMoveSchema>;
