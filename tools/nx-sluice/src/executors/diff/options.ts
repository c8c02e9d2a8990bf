import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { appOption, bucketOption, componentOption, jsonOption, regionOption, text } from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Diff',
  description: 'List the commits and files between two environments, tags or commits.',
  options: z.strictObject({
    from: text.meta({ description: 'An environment, a tag or a commit.', examples: ['prod'] }),
    to: text.meta({ description: 'An environment, a tag or a commit.', examples: ['stage', 'HEAD'] }),
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
