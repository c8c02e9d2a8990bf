import { z } from 'zod';
import { ancestrySchema, commitSchema } from './commit';
import { commitId } from './values';

export const fileChangesSchema = z
  .object({ added: z.array(z.string()), changed: z.array(z.string()), removed: z.array(z.string()) })
  .meta({ id: 'FileChanges', description: 'Paths inside the archive.' });

export type FileChanges = z.infer<typeof fileChangesSchema>;

/** Shared by whatever compares two archives. */
export const fileComparisonShape = {
  files: fileChangesSchema.optional().describe('Absent if they cannot be compared.'),
  filesNotCompared: z
    .string()
    .optional()
    .describe('Why the files cannot be compared, as a clause: one side is not an archive of Sluice.'),
};

export type FileComparison = z.infer<z.ZodObject<typeof fileComparisonShape>>;

export const diffSideSchema = z
  .object({
    name: z.string().describe('The requested environment, tag or commit.'),
    kind: z.enum(['environment', 'tag', 'commit']),
    commit: commitId.optional(),
    digest: z.string().optional(),
    subject: z.string().optional(),
    servedBy: commitId
      .optional()
      .describe('Set if the archive of an ancestor is used, because no commit between them affects the app.'),
  })
  .meta({ id: 'DiffSide', description: 'One side: the requested name and its archive.' });

export type DiffSide = z.infer<typeof diffSideSchema>;

export const diffSchema = z
  .object({
    from: diffSideSchema,
    to: diffSideSchema,
    ancestry: ancestrySchema
      .optional()
      .describe('Relation of the commit of `from` to that of `to`. Absent if one of them is unknown.'),
    commits: z
      .array(commitSchema)
      .describe('Commits added from `from` to `to`, or removed if `to` is older; newest first.'),
    ...fileComparisonShape,
    isSame: z.boolean().describe('Both have the same content, even if the commits differ.'),
  })
  .meta({ id: 'Diff', description: 'Difference between two environments, tags or commits.' });

export type Diff = z.infer<typeof diffSchema>;
