import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { bucketOption, jsonOption, regionOption } from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Console',
  description: 'Serve the release console of the configured bucket on this machine, until Ctrl-C.',
  options: z.strictObject({
    port: z.int().min(0).max(65_000).default(4300).describe('Port of the console. 0: any free port.'),
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
