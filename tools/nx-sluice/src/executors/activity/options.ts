import { activityLogKinds } from '@sluice/contract';
import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { appOption, bucketOption, envOption, jsonOption, regionOption, text } from '../shared-options';

const kinds = activityLogKinds.join('|');

export const definition: ExecutorDefinition = {
  title: 'Activity',
  description:
    'List what happened in all environments: who changed what, when and why, and what failed; of all apps unless one is named.',
  options: z.strictObject({
    env: envOption,
    person: text
      .optional()
      .meta({ description: 'Part of the name of who did it, in any case.', examples: ['amy'] }),
    kinds: z
      .string()
      .regex(new RegExp(`^(${kinds})(,(${kinds}))*$`))
      .optional()
      .meta({
        description: `Kinds to list, separated by commas: ${activityLogKinds.join(', ')}.`,
        examples: ['rollback,failure'],
      }),
    since: text.optional().meta({
      description:
        'Begin of the time to list: a duration before now, a date in UTC, or a time with time zone.',
      examples: ['7d', '2026-11-24', '2026-11-24T09:00:00+01:00'],
    }),
    until: text
      .optional()
      .meta({ description: 'End of the time to list, not included; as --since.', examples: ['2026-11-25'] }),
    limit: z.int().min(1).max(5000).default(50).describe('Maximum number of entries to show.'),
    format: z
      .enum(['text', 'csv'])
      .default('text')
      .describe('csv: print CSV (RFC 4180) to stdout, and everything else to stderr.'),
    app: appOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
