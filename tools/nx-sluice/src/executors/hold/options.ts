import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import {
  appOption,
  bucketOption,
  componentOption,
  envOption,
  jsonOption,
  reasonOption,
  regionOption,
  tagOption,
} from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Hold',
  description: 'Put a tag on hold: no publish and no promotion moves it until unhold.',
  options: z.strictObject({
    env: envOption,
    tag: tagOption,
    reason: reasonOption,
    dryRun: z.boolean().default(false).describe('Print what would change, and write nothing.'),
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
