import { z } from 'zod';
import { ancestrySchema, commitSchema } from './commit';
import { commitId } from './values';

export const fileChangesSchema = z
  .object({ added: z.array(z.string()), changed: z.array(z.string()), removed: z.array(z.string()) })
  .meta({ id: 'FileChanges', description: 'Paths inside the archive.' });

export type FileChanges = z.infer<typeof fileChangesSchema>;

/** Shared by whatever compares two archives. */
export const fileComparisonShape = {
  files: fileChangesSchema.optional().describe('Absent when they cannot be compared.'),
  filesNotCompared: z
    .string()
    .optional()
    .describe('One clause on why the files cannot be compared: one side is no archive of Sluice.'),
};

export type FileComparison = z.infer<z.ZodObject<typeof fileComparisonShape>>;

export const diffSideSchema = z
  .object({
    name: z.string().describe('What was asked for.'),
    kind: z.enum(['environment', 'tag', 'commit']),
    commit: commitId.optional(),
    digest: z.string().optional(),
    subject: z.string().optional(),
    servedBy: commitId
      .optional()
      .describe("Set when an ancestor's archive stands in, because nothing between the two affects the app."),
  })
  .meta({ id: 'DiffSide', description: 'One side: what was asked for, and the archive it stands for.' });

export type DiffSide = z.infer<typeof diffSideSchema>;

export const diffSchema = z
  .object({
    from: diffSideSchema,
    to: diffSideSchema,
    ancestry: ancestrySchema
      .optional()
      .describe('How the commit of `from` stands to that of `to`; absent when one of them is not known.'),
    commits: z
      .array(commitSchema)
      .describe('What comes from `from` to `to` or, for a way back, what goes; newest first.'),
    ...fileComparisonShape,
    isSame: z.boolean().describe('Both have the same content, whatever their commits.'),
  })
  .meta({ id: 'Diff', description: 'What is different between two environments, tags or commits.' });

export type Diff = z.infer<typeof diffSchema>;
