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

const bucket = z.string().min(3).max(63).optional();
const region = z.string().optional();

export const environmentSchema = z
  .strictObject({
    tag: name('a tag')
      .refine((tag) => !/^[0-9a-f]{40}$/.test(tag), 'a tag must not look like a commit')
      .describe('The tag used for the app environment: it watches <tag>.zip.'),
    pipeline: z
      .string()
      .regex(/^[A-Za-z0-9.@\-_]{1,100}$/, 'a pipeline name is 1 to 100 of A-Z a-z 0-9 . @ - _')
      .optional()
      .describe('The name of its CodePipeline; <app>-<environment>-pipeline when absent.'),
    bucket: bucket.describe(
      'The bucket of this environment, where it has one of its own: in an account of its own, as a rule.',
    ),
    region: region.describe('The AWS region of that bucket and its pipelines; that of the app when absent.'),
    profile: z
      .string()
      .min(1)
      .optional()
      .describe('The AWS profile whose credentials are used there; those in use when absent.'),
    endpoint: z
      .url()
      .optional()
      .describe('The URL of a server that is not AWS, for that bucket and its pipelines.'),
    requires: z
      .array(z.string())
      .default([])
      .describe(
        'Environments to which an archive must have been deployed successfully before it can be promoted here.',
      ),
    freeze: z.array(freeze).optional().describe('When nothing new may come here.'),
    minAge: duration('an age')
      .optional()
      .describe('How long ago an archive must have been published before it may come here, such as 24h.'),
    maxBehind: z
      .int()
      .min(0)
      .max(999)
      .optional()
      .describe('How many commits an archive may be behind the newest published one.'),
    confirm: z.boolean().default(false).describe('Whether a promotion asks first.'),
  })
  .describe('One place where the app runs.');

const appName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{3,22}[a-z0-9]$/, 'it is 5 to 24 of a-z, 0-9 and -, with no hyphen at either end')
  .describe('The key prefix in the bucket.');

const project = z.string().min(1);

const environments = z
  .record(name('an environment'), environmentSchema)
  .refine((all) => Object.keys(all).length > 0, 'at least one environment is needed')
  .describe('The environments, in the order of promotion.');

const components = z
  .array(z.string().min(1))
  .default([])
  .describe('Nx projects whose targets act on this app too, such as those that publish components of it.');

const branch = z
  .string()
  .regex(
    /^(?![-/])[^\s~^:?[\\]+$/,
    'a branch is named as in git, such as main, or by a pattern such as release/*',
  )
  .describe('A branch, or a pattern: * stands for anything but a slash, ** for anything.');

const publish = z
  .strictObject({
    branches: z
      .array(branch)
      .min(1)
      .optional()
      .describe(
        "The branches whose commits move latest; of others the archive is published, and latest stays. The repository's default branch when absent.",
      ),
  })
  .describe('What publishing goes by.');

const place = {
  $schema: z.string().optional(),
  bucket: bucket.describe(
    'The bucket that the pipelines watch; the embedded local cloud when absent. SLUICE_BUCKET overrides it.',
  ),
  region: region.describe("The bucket's AWS region. AWS_REGION overrides it."),
  publish: publish.optional(),
};

/** The short form of sluice.json: a workspace that ships one app. */
export const oneAppSchema = z
  .strictObject({
    ...place,
    app: appName,
    project: project
      .optional()
      .describe('The only Nx project that may publish the app; when absent, the first one that did so.'),
    environments,
  })
  .describe('One app.');

const appSchema = z
  .strictObject({
    project: project
      .optional()
      .describe(
        'The only Nx project that may publish the app; when absent, its targets act on the app of their own name, and the first one that published it may go on.',
      ),
    components,
    bucket: bucket.describe('The bucket of this app, where it has one of its own.'),
    region: region.describe('The AWS region of this app, where it has one of its own.'),
    publish: publish.optional(),
    environments,
  })
  .describe('One app: its own key prefix, environments and pipelines.');

/** A workspace that ships several apps. */
export const severalAppsSchema = z
  .strictObject({
    ...place,
    apps: z
      .record(appName, appSchema)
      .refine((all) => Object.keys(all).length > 0, 'at least one app is needed')
      .describe('The apps by name. The name is the key prefix in the bucket.'),
  })
  .describe('Several apps.');

/** sluice.json. The JSON schema that editors use is made of this, and a test holds the two together. */
export const fileSchema = z
  .union([oneAppSchema, severalAppsSchema])
  .describe('Configuration of Sluice, at the root of the workspace.');
