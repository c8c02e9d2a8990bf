import { z } from 'zod';
import { durationForm, parseDuration } from './duration';
import { faultOfSchedule, isTimeZone } from './freeze';

const name = (what: string) =>
  z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/,
      `${what} is 1 to 32 of a-z, 0-9 and -, with no hyphen at either end`,
    );

const duration = (what: string) =>
  z
    .string()
    .regex(durationForm, `${what} is a length of time such as 90m, 24h or 7d`)
    .refine((text) => parseDuration(text) !== undefined, `${what} must not be zero`);

const freeze = z
  .strictObject({
    schedule: z
      .string()
      .refine((schedule) => faultOfSchedule(schedule) === undefined, {
        error: ({ input }) => faultOfSchedule(String(input)),
      })
      .describe('When it begins: a cron expression of five fields, such as "0 17 * * FRI".'),
    duration: duration('a duration').describe('How long it lasts, such as 63h.'),
    timeZone: z
      .string()
      .refine(isTimeZone, { error: ({ input }) => `"${String(input)}" is no time zone that IANA names` })
      .default('UTC')
      .describe('The IANA time zone of the schedule, such as Europe/Berlin.'),
    reason: z.string().min(1).optional().describe('Why, for those whom it stops.'),
  })
  .describe('A time, again and again, in which nothing new may come here.');

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
      .describe('Environments where an archive must have run well before it may come here.'),
    freeze: z.array(freeze).optional().describe('When nothing new may come here.'),
    minAge: duration('an age')
      .optional()
      .describe('How long ago an archive must have been published before it may come here, such as 24h.'),
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
