import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { appOption, bucketOption, componentOption, jsonOption, regionOption, text } from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Prune',
  description: 'Delete old archives that no version of a tag uses.',
  options: z.strictObject({
    olderThan: text.default('90d').meta({
      description:
        'Minimum age of archives to delete, in weeks, days, hours, minutes or seconds, such as 26w.',
      examples: ['90d', '26w'],
    }),
    keep: z.int().min(0).default(20).describe('Number of newest archives to keep, regardless of their age.'),
    yes: z
      .boolean()
      .default(false)
      .describe('Delete the archives of the plan. Without it, the plan is printed and nothing is written.'),
    dryRun: z.boolean().default(false).describe('Only print the plan, as without --yes. Overrides --yes.'),
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
