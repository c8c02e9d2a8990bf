import { z } from 'zod';

/** Text, of which Nx makes a number where it looks like one; read it with `textOption`. */
export const text = z.union([z.string(), z.number()]);

export const appOption = text.optional().meta({
  description: 'The app, if sluice.json has several. Default: the app that the project belongs to.',
  examples: ['store'],
});

export const componentOption = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/)
  .optional()
  .meta({
    description: 'Component that is published under its own prefix, <app>/<component>/.',
    examples: ['client'],
  });

export const bucketOption = z
  .string()
  .optional()
  .meta({ description: 'The bucket. Overrides SLUICE_BUCKET and sluice.json.', examples: ['acme-pipeline'] });

export const regionOption = z
  .string()
  .optional()
  .meta({
    description: 'AWS region of the bucket. Overrides AWS_REGION and sluice.json.',
    examples: ['eu-central-1'],
  });

export const jsonOption = z
  .boolean()
  .default(false)
  .describe('Print one JSON object to stdout, and everything else to stderr.');

export const envOption = z
  .string()
  .optional()
  .meta({ description: 'The environment, as named in sluice.json.', examples: ['stage', 'prod'] });

export const tagOption = z
  .string()
  .optional()
  .meta({ description: 'The tag that environments watch, instead of an environment.', examples: ['uat'] });

export const reasonOption = text
  .optional()
  .meta({ description: 'Reason, recorded in the history.', examples: ['release 12'] });

export const dryRunOption = z.boolean().default(false).describe('Print the plan and write nothing.');

export const yesOption = z.boolean().default(false).describe('Do not ask for confirmation.');
