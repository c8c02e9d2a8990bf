import { z } from 'zod';

const name = (what: string) =>
  z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/,
      `${what} is 1 to 32 of a-z, 0-9 and -, with no hyphen at either end`,
    );

const environment = z
  .strictObject({
    tag: name('a tag')
      .refine((tag) => !/^[0-9a-f]{40}$/.test(tag), 'a tag must not look like a commit')
      .describe('The tag used for the app environment: it watches <tag>.zip.'),
    pipeline: z
      .string()
      .regex(/^[A-Za-z0-9.@\-_]{1,100}$/, 'a pipeline name is 1 to 100 of A-Z a-z 0-9 . @ - _')
      .optional()
      .describe('The name of its CodePipeline; <app>-<environment>-pipeline when absent.'),
    requires: z
      .array(z.string())
      .default([])
      .describe('Environments where an archive must have been before it may come here.'),
    confirm: z.boolean().default(false).describe('Whether a promotion asks first.'),
  })
  .describe('One place where the app runs.');

/** sluice.json. The JSON schema that editors use is made of this, and a test holds the two together. */
export const fileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    app: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9-]{3,22}[a-z0-9]$/,
        'it is 5 to 24 of a-z, 0-9 and -, with no hyphen at either end',
      )
      .describe('The key prefix in the bucket.'),
    bucket: z
      .string()
      .min(3)
      .max(63)
      .optional()
      .describe(
        'The bucket that the pipelines watch; the embedded local cloud when absent. SLUICE_BUCKET overrides it.',
      ),
    region: z.string().optional().describe("The bucket's AWS region. AWS_REGION overrides it."),
    environments: z
      .record(name('an environment'), environment)
      .refine((all) => Object.keys(all).length > 0, 'at least one environment is needed')
      .describe('The environments, in the order of promotion.'),
  })
  .describe('Configuration of Sluice, at the root of the workspace.');
