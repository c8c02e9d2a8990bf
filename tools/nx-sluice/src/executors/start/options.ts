import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { jsonOption } from '../shared-options';

const port = z.int().min(0).max(65_000);

export const definition: ExecutorDefinition = {
  title: 'Start',
  description: 'Serve the local cloud, and every environment on this machine, until Ctrl-C.',
  options: z.strictObject({
    port: port.default(4566).describe('Port of S3 and CodePipeline. 0: any free port.'),
    environmentPort: port
      .default(4301)
      .describe('Port of the first environment; the others follow. 0: any free ports.'),
    json: jsonOption,
  }),
};
