import { z } from 'zod';
import type { GeneratorDefinition } from '../definition';

export const definition: GeneratorDefinition = {
  title: 'Add CI workflows',
  description: 'Write the workflows that check, publish and promote. A workflow that exists is not changed.',
  options: z.strictObject({
    ci: z
      .enum(['github', 'gitlab'])
      .default('github')
      .meta({
        description: 'The CI to write workflows for.',
        'x-prompt': {
          message: 'Which CI runs your workspace?',
          type: 'list',
          items: [
            { value: 'github', label: 'GitHub Actions' },
            { value: 'gitlab', label: 'GitLab CI' },
          ],
        },
      }),
  }),
};
