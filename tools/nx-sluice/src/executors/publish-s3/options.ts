import { z } from 'zod';
import type { ExecutorDefinition } from '../definition';
import { appOption, bucketOption, componentOption, jsonOption, regionOption, text } from '../shared-options';

export const definition: ExecutorDefinition = {
  title: 'Publish to S3',
  description: 'Write an archive to the bucket under its commit, once, and move latest forward to it.',
  options: z.strictObject({
    archive: z.string().meta({
      description: 'Path of the packed archive, relative to the workspace.',
      examples: ['dist/archives/app.zip'],
    }),
    app: appOption,
    component: componentOption,
    bucket: bucketOption,
    region: regionOption,
    reason: text
      .optional()
      .meta({ description: 'Reason, recorded in the history.', examples: ['hotfix for the login page'] }),
    allowDirty: z
      .boolean()
      .default(false)
      .describe(
        'Publish although the working tree, or the files that were packed from it, differ from the commit.',
      ),
    allowStale: z
      .boolean()
      .default(false)
      .describe('Publish the existing archive although nothing proves that it was packed from this commit.'),
    requireCached: z
      .boolean()
      .default(false)
      .describe(
        'Publish only outputs that CI of the main branch built: refuse unless Nx restored each from the cache of `sluice cache`.',
      ),
    force: z
      .boolean()
      .default(false)
      .describe('Move latest even if git cannot prove that this commit is newer.'),
    renamedFrom: text.optional().meta({
      description: 'Former name of this project, to take over the prefix that it published to.',
      examples: ['web'],
    }),
    watch: z
      .boolean()
      .default(false)
      .describe(
        'Wait for the deployment of latest; exit non-zero unless it succeeds. If latest is unchanged because of a newer commit or a hold, there is nothing to wait for.',
      ),
    json: jsonOption,
  }),
};
