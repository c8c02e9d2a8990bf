import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { appOption, bucketOption, envOption, jsonOption, regionOption, tagOption } from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Watch',
  description: 'Wait for the deployment that is in progress; the exit code is its result.',
  options: z.strictObject({
    env: envOption,
    tag: tagOption,
    app: appOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
