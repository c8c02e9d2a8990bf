import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { jsonOption } from '../shared-options';

const port = z.int().min(0).max(65_000);

export const definition: ExecutorDefinition = {
  title: 'Start',
  description:
    'Serve the local cloud, every environment and the release console on this machine, until Ctrl-C.',
  options: z.strictObject({
    port: port.default(4566).describe('Port of S3 and CodePipeline. 0: any free port.'),
    console: port
      .default(4300)
      .describe('Port of the release console; the environments follow it. 0: any free ports.'),
    json: jsonOption,
  }),
};
