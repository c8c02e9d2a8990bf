import { z } from 'zod';
import { durationForm, parseDuration } from './duration';
import { faultOfSchedule, isTimeZone } from './freeze';

const name = (what: string) =>
  z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/,
      `${what} must be 1 to 32 characters of a-z, 0-9 and -, without a hyphen at either end`,
    );

const duration = (what: string) =>
  z
    .string()
    .regex(durationForm, `${what} must have the form 90m, 24h or 7d`)
    .refine((text) => parseDuration(text) !== undefined, `${what} must not be zero`);

const freeze = z
  .strictObject({
    schedule: z
      .string()
      .refine((schedule) => faultOfSchedule(schedule) === undefined, {
        error: ({ input }) => faultOfSchedule(String(input)),
      })
      .describe('Start: a cron expression with five fields, such as "0 17 * * FRI".'),
    duration: duration('a duration').describe('Duration, such as 63h.'),
    timeZone: z
      .string()
      .refine(isTimeZone, { error: ({ input }) => `"${String(input)}" is not an IANA time zone` })
      .default('UTC')
      .describe('The IANA time zone of the schedule, such as Europe/Berlin.'),
    reason: z.string().min(1).optional().describe('Reason, shown when a promotion is refused.'),
  })
  .describe('A recurring window in which promotions are refused.');

const webAddress = (what: string) =>
  z.url({ protocol: /^https?$/, error: `${what} must begin with https:// or http://` });

const requireProvenance = z
  .strictObject({
    keys: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        'Public keys, one of which must have signed it: the path of a PEM file in the workspace, the PEM text itself, or awskms:<key id, ARN or alias>.',
      ),
    builders: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe(
        'Who may have built it, such as https://github.com/acme/shop/.github/workflows/deploy.yml@refs/heads/main. Default: anyone with a trusted key.',
      ),
    maxAge: duration('an age').optional().describe('Maximum time since it was published, such as 30d.'),
  })
  .describe('Only archives whose provenance a trusted key has signed can be promoted here.');

const bucket = z.string().min(3).max(63).optional();
const region = z.string().optional();

export const environmentSchema = z
  .strictObject({
    tag: name('a tag')
      .refine((tag) => !/^[0-9a-f]{40}$/.test(tag), 'a tag must not look like a commit')
      .describe('The tag of the environment: it watches <tag>.zip.'),
    pipeline: z
      .string()
      .regex(
        /^[A-Za-z0-9.@\-_]{1,100}$/,
        'a pipeline name must be 1 to 100 characters of A-Z a-z 0-9 . @ - _',
      )
      .optional()
      .describe('The name of its CodePipeline. Default: <app>-<environment>-pipeline.'),
    bucket: bucket.describe('The bucket of this environment, if it differs; usually in a separate account.'),
    region: region.describe(
      'The AWS region of that bucket and its pipelines. Default: the region of the app.',
    ),
    profile: z
      .string()
      .min(1)
      .optional()
      .describe('The AWS profile for that bucket and its pipelines. Default: the credentials in use.'),
    endpoint: z
      .url()
      .optional()
      .describe('Endpoint URL for that bucket and its pipelines, if the server is not AWS.'),
    requires: z
      .array(z.string())
      .default([])
      .describe(
        'Environments to which an archive must have been deployed successfully before it can be promoted here.',
      ),
    freeze: z.array(freeze).optional().describe('Windows in which promotions are refused.'),
    minAge: duration('an age')
      .optional()
      .describe('Minimum time since an archive was published, such as 24h.'),
    maxBehind: z
      .int()
      .min(0)
      .max(999)
      .optional()
      .describe('How many commits an archive may be behind the newest published one.'),
    requireProvenance: requireProvenance.optional(),
    confirm: z.boolean().default(false).describe('Whether a promotion must be confirmed.'),
    url: webAddress('an address')
      .optional()
      .describe('Address of the environment, such as https://shop.example.org; the console links to it.'),
  })
  .describe('An environment in which the app runs.');

const appName = z
  .string()
  .regex(
    /^(?!cache$)[a-z0-9][a-z0-9-]{3,22}[a-z0-9]$/,
    'it must be 5 to 24 characters of a-z, 0-9 and -, without a hyphen at either end, and not "cache"',
  )
  .describe('The key prefix in the bucket.');

const project = z.string().min(1);

const environments = z
  .record(name('an environment'), environmentSchema)
  .refine((all) => Object.keys(all).length > 0, 'at least one environment is required')
  .describe('The environments, in the order of promotion.');

const components = z
  .array(z.string().min(1))
  .default([])
  .describe('Other Nx projects whose targets act on this app, such as those that publish its components.');

const branch = z
  .string()
  .regex(
    /^(?![-/])[^\s~^:?[\\]+$/,
    'a branch must be a git branch name, such as main, or a pattern such as release/*',
  )
  .describe('A branch or a pattern: * matches anything except a slash, ** matches anything.');

const publish = z
  .strictObject({
    branches: z
      .array(branch)
      .min(1)
      .optional()
      .describe(
        'Branches whose commits move latest. Commits of other branches are published and leave latest unchanged. Default: the default branch of the repository.',
      ),
  })
  .describe('Publishing.');

const start = z
  .strictObject({
    command: z
      .string()
      .min(1)
      .optional()
      .describe(
        'The command that starts the unpacked archive and listens on $PORT, such as "node app/server/main.js"; found when absent.',
      ),
    health: z
      .string()
      .regex(/^\/\S*$/, 'a path begins with /')
      .optional()
      .describe('The path that has to answer with 200, such as /healthz; any answer will do when absent.'),
  })
  .describe('How `sluice start` runs the app on this machine.');

const place = {
  $schema: z.string().optional(),
  bucket: bucket.describe(
    'The bucket that the pipelines watch. Default: the local cloud. SLUICE_BUCKET overrides it.',
  ),
  region: region.describe('The AWS region of the bucket. AWS_REGION overrides it.'),
  publish: publish.optional(),
  repository: webAddress('a repository')
    .optional()
    .describe(
      'Web address of the repository, such as https://github.com/acme/shop; the console links to commits and comparisons there. Default: the remote origin of the clone.',
    ),
};

/** The short form of sluice.json: a workspace that ships one app. */
export const oneAppSchema = z
  .strictObject({
    ...place,
    app: appName,
    project: project
      .optional()
      .describe(
        'The only Nx project that may publish the app. Default: the first project that publishes it.',
      ),
    start: start.optional(),
    environments,
  })
  .describe('One app.');

const appSchema = z
  .strictObject({
    project: project
      .optional()
      .describe(
        'The only Nx project that may publish the app. Default: the project with the name of the app, or the first project that publishes it.',
      ),
    components,
    bucket: bucket.describe('The bucket of this app, if it differs.'),
    region: region.describe('The AWS region of this app, if it differs.'),
    publish: publish.optional(),
    start: start.optional(),
    environments,
  })
  .describe('One app: its own key prefix, environments and pipelines.');

/** A workspace that ships several apps. */
export const severalAppsSchema = z
  .strictObject({
    ...place,
    apps: z
      .record(appName, appSchema)
      .refine((all) => Object.keys(all).length > 0, 'at least one app is required')
      .describe('The apps by name. The name is the key prefix in the bucket.'),
  })
  .describe('Several apps.');

/** sluice.json. The JSON schema that editors use is made of this, and a test holds the two together. */
export const fileSchema = z
  .union([oneAppSchema, severalAppsSchema])
  .describe('Configuration of Sluice, at the root of the workspace.');
