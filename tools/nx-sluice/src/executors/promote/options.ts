import { gates } from '@sluice/release';
import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import {
  appOption,
  bucketOption,
  componentOption,
  dryRunOption,
  jsonOption,
  reasonOption,
  regionOption,
  text,
  yesOption,
} from '../shared-options';

/** Those that a promotion with an override bypasses. */
const bypassable = gates
  .filter(({ overridableBy }) => overridableBy.includes('promotion'))
  .map(({ name }) => name);

export const definition: ExecutorDefinition = {
  title: 'Promote',
  description: 'Copy a published archive onto the tag that an environment watches.',
  options: z.strictObject({
    env: z
      .string()
      .optional()
      .meta({
        description: 'The environment to promote to, as named in sluice.json.',
        examples: ['uat', 'prod'],
      }),
    tag: z
      .string()
      .optional()
      .meta({
        description: 'The target tag used by the app environment to deploy, instead of an environment.',
        examples: ['uat'],
      }),
    sha: text.default('HEAD').meta({
      description: 'The commit to use as a source for deployment: a full or short sha, a branch, or HEAD.',
      examples: ['HEAD', '1a2b3c4d'],
    }),
    reason: reasonOption,
    override: text.optional().meta({
      description: `Reason for bypassing the ${new Intl.ListFormat('en-GB').format(bypassable)} gates; recorded in the history. Holds and rejections cannot be bypassed.`,
      examples: ['prod is down'],
    }),
    dryRun: dryRunOption,
    yes: yesOption,
    watch: z
      .boolean()
      .default(false)
      .describe(
        'Wait for the deployment; exit non-zero unless it succeeds. If the tag already has this content, its last execution counts.',
      ),
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
