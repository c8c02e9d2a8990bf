import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import {
  appOption,
  bucketOption,
  componentOption,
  envOption,
  jsonOption,
  regionOption,
  tagOption,
  text,
} from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Release',
  description: 'Remove the hold from an environment; latest then moves to the newest published commit.',
  options: z.strictObject({
    env: envOption,
    tag: tagOption,
    reason: text
      .optional()
      .meta({ description: 'Reason, recorded in the history.', examples: ['version 12'] }),
    watch: z
      .boolean()
      .default(false)
      .describe('If latest moves, wait for its deployment; exit non-zero unless it succeeds.'),
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
