import { z } from 'zod';
import type { GeneratorDefinition } from '../definition';
import { firstAppOption } from '../shared/app-options';

export const definition: GeneratorDefinition = {
  title: 'Set up Sluice',
  description: "Set up nx.json, sluice.json and .gitignore, and the workspace's only application.",
  options: z.strictObject({
    app: firstAppOption,
    configure: z
      .boolean()
      .default(true)
      .describe('Also add the targets to the application, if the workspace has only one.'),
  }),
};
