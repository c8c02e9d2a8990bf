import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import {
  appOption,
  bucketOption,
  componentOption,
  dryRunOption,
  envOption,
  jsonOption,
  regionOption,
  tagOption,
  text,
  yesOption,
} from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Redeploy',
  description:
    'Start the pipeline of an environment again on the version that its tag has; the tag does not change.',
  options: z.strictObject({
    env: envOption,
    tag: tagOption,
    reason: text.optional().meta({
      description: 'Reason, recorded in the history.',
      examples: ['the database password was rotated'],
    }),
    dryRun: dryRunOption,
    yes: yesOption,
    watch: z
      .boolean()
      .default(false)
      .describe('Wait for the executions that are started; exit non-zero unless they succeed.'),
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
