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
  .meta({ id: 'Prunable', description: 'An archive that is no longer used.' });

export type Prunable = z.infer<typeof prunableSchema>;

const kept = z.int().nonnegative();

export const prunePlanViewSchema = z
  .object({
    archives: z.int().nonnegative().describe('Number of archives.'),
    before: timestamp.describe('Only archives published before this time are deleted.'),
    toDelete: z.array(prunableSchema).describe('Oldest first.'),
    notExamined: z
      .int()
      .nonnegative()
      .describe(
        'How many of them, the last ones, are known only from the listing. Each is checked before it is deleted, and kept if it was rejected or not published by Sluice.',
      ),
    size: bytes.describe('Total size of the archives to delete, in bytes.'),
    kept: z
      .object({
        recent: kept.describe('One of the newest, or not old enough.'),
        needed: kept.describe('A version of a tag has this commit or this content.'),
        newest: kept.describe('The newest commit that was published.'),
        rejected: kept.describe('It is rejected; the mark would be deleted with it.'),
        foreign: kept.describe('It has no digest, so Sluice did not publish it.'),
      })
      .describe('Number of archives kept, by the first reason found.'),
  })
  .meta({ id: 'PrunePlan', description: 'Archives that would be deleted.' });

export type PrunePlanView = z.infer<typeof prunePlanViewSchema>;

export const pruneResultSchema = z
  .object({
    deleted: z
      .array(prunableSchema)
      .describe(
        'Deleted with delete markers: the versions stay until a lifecycle rule of the bucket removes them.',
      ),
    size: bytes.describe('Total size of the deleted archives, in bytes.'),
    spared: z
      .array(prunableSchema.extend({ why: z.string().describe('One clause.') }))
      .describe('Archives that were planned for deletion but are used or have changed.'),
    failed: z
      .array(prunableSchema.extend({ why: z.string().describe('One clause.') }))
      .describe('Archives that the bucket refused to delete.'),
  })
  .meta({ id: 'PruneResult', description: 'Archives that were deleted.' });

export type PruneResult = z.infer<typeof pruneResultSchema>;
