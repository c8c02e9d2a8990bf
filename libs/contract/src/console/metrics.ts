import { metricsSchema } from '../commands';
import { z } from 'zod';

/** `GET /api/metrics` */
export const metricsQuerySchema = z.strictObject({
  weeks: z.coerce.number().int().min(1).max(53).default(12).describe('Number of weeks, this one included.'),
  timeZone: z
    .string()
    .max(100)
    .refine(isTimeZone, 'it is not a time zone of the IANA database')
    .default('UTC')
    .describe('Time zone in which weeks begin, as the IANA database names it.'),
});

export type MetricsQuery = Partial<z.output<typeof metricsQuerySchema>>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export { metricsSchema };
