import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { appOption, bucketOption, componentOption, jsonOption, regionOption } from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Status',
  description: 'Show what is deployed where, since when and by whom; all apps unless one is named.',
  options: z.strictObject({
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    format: z
      .enum(['text', 'markdown'])
      .default('text')
      .describe('markdown: print a Markdown table to stdout, and everything else to stderr.'),
    json: jsonOption,
  }),
};
