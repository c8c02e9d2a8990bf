import { z } from 'zod';
import type { GeneratorDefinition } from '../definition';
import { newAppOption } from '../shared/app-options';

export const definition: GeneratorDefinition = {
  title: 'Configure a project',
  description:
    'Add the targets package, publish, promote and the other operations to a project that is deployed alone.',
  examples: [
    {
      command: 'nx g nx-sluice:configuration shop',
      description: 'Deploy what the target build of shop builds.',
    },
  ],
  options: z.strictObject({
    project: z.string().meta({
      description: 'The project to deploy.',
      $default: { $source: 'argv', index: 0 },
      'x-prompt': 'Which project do you want to deploy?',
      'x-dropdown': 'projects',
      'x-priority': 'important',
    }),
    app: newAppOption,
    buildTarget: z
      .string()
      .default('build')
      .describe('The target that builds the project. Its outputs are packed.'),
    kind: z
      .enum(['server', 'static'])
      .optional()
      .describe(
        'Whether the build is a server or files for a browser. Default: static if the project has an index.html.',
      ),
  }),
};
