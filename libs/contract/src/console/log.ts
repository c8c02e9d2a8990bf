import { z } from 'zod';

/** `GET /api/environments/:name/log` */
export const logQuerySchema = z.strictObject({
  lines: z.coerce.number().int().min(1).max(1000).default(200).describe('Maximum number of lines.'),
});

export const deploymentLogSchema = z
  .object({
    executionId: z
      .string()
      .optional()
      .describe('The newest execution of the pipeline. Absent if there is none.'),
    lines: z
      .array(
        z.object({
          text: z.string(),
          stage: z.string().optional(),
          at: z.iso.datetime().optional().describe('ISO 8601, UTC.'),
        }),
      )
      .optional()
      .describe(
        'The last lines that its stages printed, oldest first. Absent on AWS, which has pages for them.',
      ),
    isTruncated: z.boolean().describe('There were more lines before.'),
    pages: z
      .array(z.object({ name: z.string(), url: z.string() }))
      .describe('Pages of the AWS console: the execution, the log groups and the cluster of the templates.'),
  })
  .meta({
    id: 'DeploymentLog',
    description: 'What the newest deployment of an environment printed, or where it is.',
  });

export type DeploymentLog = z.infer<typeof deploymentLogSchema>;
