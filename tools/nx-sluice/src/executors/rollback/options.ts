import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import {
  appOption,
  bucketOption,
  componentOption,
  dryRunOption,
  envOption,
  jsonOption,
  reasonOption,
  regionOption,
  tagOption,
  text,
  yesOption,
} from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Rollback',
  description:
    'Return an environment to the last version that was deployed successfully, and put it on hold.',
  options: z.strictObject({
    env: envOption,
    tag: tagOption,
    to: text.optional().meta({
      description:
        'Commit of an earlier version of the tag, full or at least its first 7 digits. Default: the last version that was deployed successfully.',
      examples: ['1a2b3c4d'],
    }),
    reason: reasonOption,
    override: text.optional().meta({
      description: 'Reason for bypassing a hold of someone else; recorded in the history.',
      examples: ['prod is down'],
    }),
    dryRun: dryRunOption,
    yes: yesOption,
    watch: z
      .boolean()
      .default(false)
      .describe('Wait until the earlier version is deployed; exit non-zero unless it succeeds.'),
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
