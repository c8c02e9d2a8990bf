import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { appOption, bucketOption, componentOption, jsonOption, regionOption } from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Doctor',
  description: 'Check bucket, pipelines, rules and permissions, and show a fix for each problem.',
  options: z.strictObject({
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
