import { z } from 'zod';
import { archiveViewSchema, taggedArchiveSchema } from './archive';
import { ancestrySchema, commitSchema } from './commit';
import { fileComparisonShape } from './diff';
import { commitId } from './values';

/** Any name: libs/release has the list of gates, and whoever makes a JSON schema of this puts it in. */
export const gateNameSchema = z.string();

export const gateResultSchema = z
  .object({
    rule: gateNameSchema,
    label: z.string().describe('The name of the rule as a person says it.'),
    ok: z.boolean().describe('Whether the gate allows the promotion, by itself or because of an override.'),
    isOverridable: z.boolean().optional().describe('The rule says no, and an override passes over that.'),
    isOverridden: z.boolean().optional().describe('The gate refused, and an override bypassed it.'),
    explanation: z.string().describe('Explanation, as a clause.'),
    rejected: commitId
      .optional()
      .describe('The rejected commit: that of this archive, or of another archive with the same content.'),
    remedy: z.string().optional().describe('What to do if it is not ok.'),
  })
  .meta({ id: 'GateResult', description: 'Result of one gate for one promotion.' });

export type GateResult = z.infer<typeof gateResultSchema>;

export const planViewSchema = z
  .object({
    tag: z.string(),
    environments: z
      .array(z.string())
      .describe('The environments that watch this tag, in the order of sluice.json.'),
    from: taggedArchiveSchema
      .optional()
      .describe('The current content of the tag. Absent before the first promotion.'),
    to: archiveViewSchema
      .extend({
        requestedCommit: commitId
          .optional()
          .describe('The requested commit, if the archive of an ancestor is used for it.'),
      })
      .meta({ id: 'ArchiveToCome', description: 'The archive to promote.' }),
    ancestry: ancestrySchema.optional().describe('Relation of the current commit to the new commit.'),
    commits: z.array(commitSchema).describe('Commits added, or removed if the tag moves back; newest first.'),
    ...fileComparisonShape,
    files: fileComparisonShape.files.describe(
      'Absent if the tag is empty or already has this content, or if they cannot be compared.',
    ),
    gateResults: z.array(gateResultSchema),
    isCurrent: z.boolean().describe('The tag already has this content: nothing to write.'),
  })
  .meta({ id: 'Plan', description: 'What a promotion would do, and whether the gates allow it.' });

export type PlanView = z.infer<typeof planViewSchema>;
