import { z } from 'zod';
import { commitId, timestamp } from './values';

export const commitSchema = z
  .object({ sha: commitId, subject: z.string(), author: z.string(), committedAt: timestamp })
  .meta({ id: 'Commit', description: 'A commit, from git.' });

export type Commit = z.infer<typeof commitSchema>;

export const ancestrySchema = z.enum(['same', 'ancestor', 'descendant', 'unrelated', 'unknown']).meta({
  id: 'Ancestry',
  description: 'Relation of one commit to another. unknown: this clone lacks one of them or is shallow.',
});

export type Ancestry = z.infer<typeof ancestrySchema>;
