import type { z } from 'zod';
import { UsageError } from '../errors/errors';
import { fileSchema } from './schema';
import type { Settings } from './settings';

export interface SettingsSources {
  /** The parsed content of sluice.json. */
  file: unknown;
  env: Readonly<Record<string, string | undefined>>;
  /** Options of one command; they win. */
  options?: { bucket?: string; region?: string };
}

/**
 * The only place where options, environment variables and sluice.json meet: options win over variables, those over
 * the file. Credentials, endpoint and profile are the AWS SDK's own matter.
 * @throws UsageError naming the field that is wrong.
 */
export function resolveSettings({ file, env, options = {} }: SettingsSources): Settings {
  const parsed = fileSchema.safeParse(file);
  if (!parsed.success) throw unusable(parsed.error);
  const { app, region, environments } = parsed.data;
  const names = Object.keys(environments);
  for (const [name, { requires, tag }] of Object.entries(environments)) {
    const unknown = requires.find((other) => !names.includes(other) || other === name);
    if (unknown !== undefined) {
      throw new UsageError(
        `sluice.json: environments.${name}.requires names "${unknown}", which is ${unknown === name ? 'itself' : 'no environment'}.`,
        `Use names of other environments: ${names.filter((one) => one !== name).join(', ') || 'there are none'}.`,
      );
    }
    const twin = requires.find((other) => environments[other]?.tag === tag);
    if (twin !== undefined) {
      throw new UsageError(
        `sluice.json: environments.${name}.requires names "${twin}", which watches the tag "${tag}" too: whatever comes, comes to both at once.`,
        'Give one of them a tag of its own, or drop the requirement.',
      );
    }
  }
  const local = env.SLUICE_LOCAL_CLOUD || undefined;
  return {
    app,
    region: options.region ?? (env.AWS_REGION || region),
    bucket: options.bucket ?? (env.SLUICE_BUCKET || (local === undefined ? parsed.data.bucket : undefined)),
    localCloud: local,
    environments: Object.entries(environments).map(([name, settings]) => ({
      name,
      ...settings,
      pipeline: settings.pipeline ?? `${app}-${name}-pipeline`,
    })),
  };
}

/**
 * A CI run must never "publish" into its own disk.
 * @throws UsageError in CI, when neither a bucket nor a local folder was named.
 */
export function requireDeliberatePlace(settings: Settings, env: SettingsSources['env']): void {
  const inCi = env.CI !== undefined && !['', '0', 'false'].includes(env.CI);
  if (!inCi || settings.bucket !== undefined || settings.localCloud !== undefined) return;
  throw new UsageError(
    'This is a CI run, and no bucket is configured: what it writes would be lost with this machine.',
    'Set "bucket" in sluice.json or SLUICE_BUCKET; for a trial, name a folder in SLUICE_LOCAL_CLOUD.',
  );
}

function unusable(error: z.ZodError): UsageError {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  const unknownKeys = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : undefined;
  const isMissing = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined');
  const what = isMissing
    ? `${path} is missing`
    : unknownKeys === undefined
      ? `${path || 'the file'}: ${issue?.message}`
      : `${path ? `${path}.` : ''}${unknownKeys} is not known`;
  return new UsageError(
    `sluice.json: ${what}.`,
    'Correct it; an editor that reads its "$schema" shows what is allowed.',
  );
}
