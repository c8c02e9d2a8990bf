import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import {
  appOption,
  bucketOption,
  componentOption,
  jsonOption,
  reasonOption,
  regionOption,
  text,
} from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Reject',
  description: 'Mark an archive as rejected, so that every later promotion of it is refused.',
  options: z.strictObject({
    sha: text.meta({
      description: 'The commit: a full or short sha, a branch, or HEAD.',
      examples: ['HEAD', '1a2b3c4d'],
    }),
    reason: reasonOption,
    undo: z.boolean().default(false).describe('Remove the rejection.'),
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
