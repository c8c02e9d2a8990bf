import { z } from 'zod';

/** Of an app that is there. */
export const appOption = z.string().optional().describe('The app, if sluice.json has several.');

const newApp = z
  .string()
  .regex(/^(?!.*--)(?!cache$)[a-z0-9][a-z0-9-]{3,22}[a-z0-9]$/)
  .optional();

/** Of an app that the generator adds to sluice.json. */
export const newAppOption = newApp.describe(
  "Name of the app in sluice.json, which is the key prefix in the bucket. Default: the app without a project, otherwise made of the project's name.",
);

/** Of the first app of a workspace. */
export const firstAppOption = newApp.describe(
  "Name of the app, which is the key prefix in the bucket: 5 to 24 characters of a-z, 0-9 and -. Default: made of the workspace's name.",
);
