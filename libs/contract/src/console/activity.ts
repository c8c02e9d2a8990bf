import { activityLogEntrySchema, activityLogKindSchema, activityLogSchema } from '../commands';
import { z } from 'zod';
import { environmentName } from './values';

const moment = z.iso
  .datetime({ offset: true })
  .describe('ISO 8601 with a time zone, such as 2026-11-24T00:00:00+01:00.');

const filters = {
  environment: environmentName.optional(),
  person: z.string().trim().max(200).optional().describe('Part of the name of who did it, in any case.'),
  kinds: z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(activityLogKindSchema))
    .optional()
    .describe('Kinds of entries, separated by commas.'),
  since: moment.optional().describe('From this time on. ISO 8601 with a time zone.'),
  until: moment.optional().describe('Before this time. ISO 8601 with a time zone.'),
  apps: z.enum(['this', 'all']).default('this').describe('`all`: of every app of this console.'),
  after: z.string().max(2_000).optional().describe('`next` of the previous answer.'),
};

/** `GET /api/activity` */
export const activityQuerySchema = z.strictObject({
  ...filters,
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Maximum number of entries.'),
});

export type ActivityQuery = Partial<z.input<typeof activityQuerySchema>>;

/** `GET /api/activity-export` */
export const activityExportQuerySchema = z.strictObject({ ...filters, format: z.enum(['csv', 'json']) });

export { activityLogEntrySchema, activityLogSchema };
