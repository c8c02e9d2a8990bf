import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { appOption, bucketOption, componentOption, jsonOption, regionOption, text } from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Verify',
  description:
    'Tell which commit, run and tasks an archive or an environment came from, and whether that is proved.',
  options: z.strictObject({
    subject: text.meta({
      description:
        'An environment, a commit, the path of an archive, its s3:// or http(s):// address, or the address of a running environment.',
      examples: ['prod', 'store.zip', 'https://shop.example.org'],
    }),
    key: z
      .string()
      .optional()
      .meta({
        description:
          'Public key that must have signed it: the path of a PEM file, or awskms:<key>. Default: the keys in sluice.json, of the environment or of all.',
        examples: ['keys/provenance.pem'],
      }),
    builder: z
      .string()
      .optional()
      .meta({
        description: 'Builder that must have built it. Default: those in sluice.json for the environment.',
        examples: ['https://github.com/acme/shop/.github/workflows/deploy.yml@refs/heads/main'],
      }),
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    json: jsonOption,
  }),
};
