import { z } from 'zod';
import type { GeneratorDefinition } from '../definition';
import { appOption } from '../shared/app-options';

export const definition: GeneratorDefinition = {
  title: 'Add an environment',
  description: 'Add an environment to sluice.json, to aws/ and to the choices of the workflow Deploy.',
  examples: [
    {
      command: 'nx g nx-sluice:environment demo --tag=demo',
      description: 'An environment that watches demo.zip.',
    },
  ],
  options: z.strictObject({
    name: z
      .string()
      .regex(/^(?!.*--)[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/)
      .meta({
        description: 'Name of the environment.',
        $default: { $source: 'argv', index: 0 },
        'x-prompt': 'What is the name of the environment?',
        'x-priority': 'important',
      }),
    tag: z
      .string()
      .regex(/^(?![0-9a-f]{40}$)[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/)
      .optional()
      .meta({
        description:
          "The tag that the environment watches: latest follows every publish, any other moves by promote. Default: the environment's name.",
        'x-priority': 'important',
      }),
    app: appOption,
    requires: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe('Environments where an archive must have been deployed successfully before.'),
    confirm: z
      .boolean()
      .default(false)
      .describe('Ask for the name of the environment before each promotion.'),
  }),
};
