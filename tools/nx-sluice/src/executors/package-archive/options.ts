import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { jsonOption } from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Package archive',
  description: 'Pack built files into one deterministic zip with a manifest.',
  options: z.strictObject({
    output: z.string().meta({
      description:
        'Path of the zip, relative to the workspace. Set it in project.json or nx.json, so that Nx caches it.',
      examples: ['dist/archives/app.zip'],
    }),
    assets: z
      .array(
        z.strictObject({
          input: z.string().meta({
            description: 'Folder to take files from, relative to the workspace.',
            examples: ['dist/apps/client'],
          }),
          glob: z
            .string()
            .default('**/*')
            .meta({ description: 'Which of its files, as a glob pattern.', examples: ['**/*'] }),
          ignore: z
            .array(z.string())
            .optional()
            .meta({ description: 'Glob patterns of files to leave out.', examples: [['**/*.map']] }),
          output: z.string().meta({ description: 'Folder in the archive.', examples: ['app/client/build'] }),
        }),
      )
      .optional()
      .describe('The files to pack, and their place in the archive.'),
    sources: z
      .boolean()
      .default(false)
      .describe(
        'Also pack the workspace files that Nx hashed for this task, for pipelines that compile the app.',
      ),
    allowSecrets: z
      .array(z.string())
      .default([])
      .meta({
        description: 'Glob patterns of archive paths that may contain text that looks like a secret.',
        examples: [['app/server/fixtures/*.pem']],
      }),
    json: jsonOption,
  }),
};
