import { z } from 'zod';
import type { GeneratorDefinition } from '../definition';
import { newAppOption } from '../shared/app-options';

export const definition: GeneratorDefinition = {
  title: 'Deploy several projects as one app',
  description: 'Make a project without code that packs, publishes and promotes several projects together.',
  examples: [
    {
      command: 'nx g nx-sluice:app shop --projects=api,web',
      description: 'Deploy api and web as one archive.',
    },
  ],
  options: z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
      .meta({
        description: 'Name of the new project.',
        $default: { $source: 'argv', index: 0 },
        'x-prompt': 'What is the name of the deploy unit?',
        'x-priority': 'important',
      }),
    projects: z.union([z.string(), z.array(z.string())]).meta({
      description: 'The projects to deploy together.',
      'x-prompt': 'Which projects does it deploy? (names, with commas between them)',
      'x-priority': 'important',
    }),
    directory: z
      .string()
      .optional()
      .describe('Folder of the new project. Default: apps/<name>, or <name> if there is no folder apps.'),
    app: newAppOption,
    buildTarget: z.string().default('build').describe('The target that builds each of the projects.'),
  }),
};
