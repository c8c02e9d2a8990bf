import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { appOption, bucketOption, jsonOption, regionOption } from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Cache',
  description: 'Run a command with the bucket as the remote cache of Nx.',
  options: z.strictObject({
    command: z
      .array(z.string())
      .default([])
      .describe('The command and its arguments; on the command line, all that stands behind --.'),
    namespace: z
      .string()
      .regex(/^(main|pr\/[A-Za-z0-9:._@=+,-]{1,200})$/)
      .optional()
      .meta({
        description:
          'Namespace of the entries that are stored: main, or pr/<number>. Overrides SLUICE_CACHE_NAMESPACE. Default: what CI says; outside of CI, nothing is stored in a bucket.',
        examples: ['main', 'pr/7'],
      }),
    readOnly: z.boolean().default(false).describe('Read the entries of main, and store nothing.'),
    app: appOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
