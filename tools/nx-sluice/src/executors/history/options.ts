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
} from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'History',
  description: 'List who put which commit on a tag, when and why, and the result of each deployment.',
  options: z.strictObject({
    env: envOption,
    tag: tagOption,
    limit: z.int().min(1).max(1000).default(20).describe('Maximum number of entries to show.'),
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
