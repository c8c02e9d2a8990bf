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
    ok: z.boolean().describe('Whether it may go on: the rule says yes, or an override passes over its no.'),
    isOverridable: z.boolean().optional().describe('The rule says no, and an override passes over that.'),
    isOverridden: z.boolean().optional().describe('The rule says no, and an override passes over it.'),
    explanation: z.string().describe('One clause, for the plan and for the refusal.'),
    rejected: commitId
      .optional()
      .describe('The commit whose rejection says no: that of this archive, or of another with its content.'),
    remedy: z.string().optional().describe('What to do when it is not ok.'),
  })
  .meta({ id: 'Verdict', description: 'What one rule says of one promotion.' });

export type GateResult = z.infer<typeof gateResultSchema>;

export const planViewSchema = z
  .object({
    tag: z.string(),
    environments: z
      .array(z.string())
      .describe('The environments that watch this tag, in the order of sluice.json.'),
    from: taggedArchiveSchema
      .optional()
      .describe('Where the tag is now; absent: nothing was ever promoted to it.'),
    to: archiveViewSchema
      .extend({
        requestedCommit: commitId
          .optional()
          .describe('The commit that was asked for, when the archive of an ancestor stands in for it.'),
      })
      .meta({ id: 'ArchiveToCome', description: 'The archive that is to come.' }),
    ancestry: ancestrySchema
      .optional()
      .describe('How the commit on the tag stands to the one that is to come.'),
    commits: z
      .array(commitSchema)
      .describe('The commits that come, or for a move back those that go; newest first.'),
    ...fileComparisonShape,
    files: fileComparisonShape.files.describe(
      'Absent when nothing is on the tag, or this content already, or when they cannot be compared.',
    ),
    gateResults: z.array(gateResultSchema),
    isCurrent: z.boolean().describe('The tag has this content already: there is nothing to write.'),
  })
  .meta({ id: 'Plan', description: 'What a promotion would do, and whether it may.' });

export type PlanView = z.infer<typeof planViewSchema>;
