import { z } from 'zod';
import type { GeneratorDefinition } from '../definition';
import { appOption } from '../shared/app-options';

export const definition: GeneratorDefinition = {
  title: 'Add the AWS templates',
  description:
    'Copy the CloudFormation templates into aws/, write a Dockerfile that fits what the app packs, and pack both.',
  options: z.strictObject({
    app: appOption,
    main: z
      .string()
      .optional()
      .describe(
        'File in the archive that Node runs, such as app/server/main.js. Default: found in the build target.',
      ),
    overwrite: z
      .boolean()
      .default(false)
      .describe('Replace files in aws/ that differ from those of this version.'),
  }),
};
