import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { appOption, bucketOption, envOption, jsonOption, regionOption } from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Metrics',
  description:
    'Show deployment frequency, lead time, change failure rate and time to restore, for each environment and week.',
  options: z.strictObject({
    env: envOption,
    weeks: z.int().min(1).max(53).default(8).describe('Number of weeks to show, this one included.'),
    timeZone: z
      .string()
      .default('UTC')
      .meta({
        description: 'Time zone in which weeks begin, as the IANA database names it.',
        examples: ['Europe/Berlin'],
      }),
    app: appOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
