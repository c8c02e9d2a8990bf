import { z } from 'zod';
import { milliseconds } from './values';

const figures = {
  changes: z
    .int()
    .describe('New versions whose deployment ended, successfully or not. Rollbacks are not counted.'),
  deployments: z.int().describe('Those of them that were deployed successfully: the deployment frequency.'),
  failures: z
    .int()
    .describe(
      'Those of them that failed: in the pipeline, or because they were rolled back from or rejected while deployed.',
    ),
  changeFailureRate: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('`failures` divided by `changes`. Absent if there were no changes.'),
  leadTimeMs: milliseconds
    .optional()
    .describe(
      'Median time from the commit to its first successful deployment here, in milliseconds. Absent if there was none.',
    ),
  restoreTimeMs: milliseconds
    .optional()
    .describe(
      'Median time from a failure to the next successful deployment, in milliseconds, of those failures that were followed by one.',
    ),
  unrestored: z.int().describe('Failures that no successful deployment has followed yet.'),
};

export const metricsFiguresSchema = z
  .object(figures)
  .meta({ id: 'MetricsFigures', description: 'The four figures for a span of time.' });

export type MetricsFigures = z.infer<typeof metricsFiguresSchema>;

export const metricsWeekSchema = z
  .object({
    week: z.string().describe('ISO 8601 week, such as 2026-W48.'),
    startsOn: z.iso.date().describe('Its Monday, in the time zone of the answer.'),
    ...figures,
  })
  .meta({ id: 'MetricsWeek', description: 'The four figures of one week.' });

export type MetricsWeek = z.infer<typeof metricsWeekSchema>;

export const metricsSchema = z
  .object({
    app: z.string(),
    timeZone: z.string().describe('Time zone in which weeks begin, as the IANA database names it.'),
    environments: z
      .array(
        z.object({
          name: z.string(),
          weeks: z.array(metricsWeekSchema).describe('Oldest first; the last one is not over yet.'),
          total: metricsFiguresSchema.describe('The same for all these weeks together.'),
          arePipelinesKnown: z
            .boolean()
            .describe(
              'If false, a version counts as deployed when its tag moved, and only rollbacks and rejections are failures.',
            ),
        }),
      )
      .describe('In the order of promotion.'),
    warnings: z.array(z.string()).describe('What could not be read, as sentences. The rest is valid.'),
  })
  .meta({
    id: 'Metrics',
    description:
      'Deployment frequency, lead time for changes, change failure rate and time to restore, for each environment and ISO week.',
  });

export type Metrics = z.infer<typeof metricsSchema>;
