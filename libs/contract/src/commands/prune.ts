import { z } from 'zod';
import { bytes, commitId, timestamp } from './values';

const prunableSchema = z
  .object({
    commit: commitId,
    key: z.string().describe('Key of the archive.'),
    size: bytes,
    writtenAt: timestamp.describe('When it was published.'),
    subject: z.string().optional(),
  })
  .meta({ id: 'Prunable', description: 'An archive that nothing needs any more.' });

export type Prunable = z.infer<typeof prunableSchema>;

const kept = z.int().nonnegative();

export const prunePlanViewSchema = z
  .object({
    archives: z.int().nonnegative().describe('How many archives there are.'),
    before: timestamp.describe('Only archives that were published before are deleted.'),
    toDelete: z.array(prunableSchema).describe('Oldest first.'),
    notExamined: z
      .int()
      .nonnegative()
      .describe(
        'How many of them, the last ones, are known by the listing only: each is looked at before it is deleted, and stays when it was rejected, or was not published by Sluice.',
      ),
    size: bytes.describe('Bytes of all that is to be deleted.'),
    kept: z
      .object({
        recent: kept.describe('Among the newest, or not old enough.'),
        needed: kept.describe('A version of a tag has this commit or this content.'),
        newest: kept.describe('The newest commit that was published.'),
        rejected: kept.describe('The rejection is a mark on it, and would go with it.'),
        foreign: kept.describe('It carries no digest, so it was not published by Sluice.'),
      })
      .describe('How many stay, by the first reason that was found.'),
  })
  .meta({ id: 'PrunePlan', description: 'Which archives would be deleted.' });

export type PrunePlanView = z.infer<typeof prunePlanViewSchema>;

export const pruneResultSchema = z
  .object({
    deleted: z
      .array(prunableSchema)
      .describe('Behind delete markers: the versions stay until the lifecycle of the bucket removes them.'),
    size: bytes.describe('Bytes of all that was deleted.'),
    spared: z
      .array(prunableSchema.extend({ why: z.string().describe('One clause.') }))
      .describe('What was to be deleted, and is needed, or has changed.'),
    failed: z
      .array(prunableSchema.extend({ why: z.string().describe('One clause.') }))
      .describe('What the bucket would not delete.'),
  })
  .meta({ id: 'Pruning', description: 'Which archives were deleted.' });

export type PruneResult = z.infer<typeof pruneResultSchema>;
