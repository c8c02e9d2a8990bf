import { SluiceError } from '../errors';
import { checkNames, checkPipelines, checkPlaces, checkRequirements } from './check-environments';
import { parseFile } from './parse-file';
import type { Settings } from './settings';

export interface SettingsSources {
  /** The parsed content of sluice.json. */
  file: unknown;
  env: Readonly<Record<string, string | undefined>>;
  /** Options of one command; they win. */
  options?: { bucket?: string; region?: string };
  /** What nx.json calls the base: it is the default branch. */
  defaultBase?: string;
}

/**
 * The only place where options, environment variables and sluice.json meet: options win over variables, those over
 * the file. Credentials, endpoint and profile are the AWS SDK's own matter.
 * @returns the apps of the workspace, in the order of the file; at least one.
 * @throws SluiceError `invalid-configuration` naming the field that is wrong.
 */
export function resolveApps({ file, env, options = {}, defaultBase }: SettingsSources): Settings[] {
  const local = env.SLUICE_LOCAL_CLOUD || undefined;
  const apps = parseFile(file).map(({ path, ...own }, _, all) => {
    checkNames(own.app, own.environments);
    checkRequirements(own.environments, path);
    checkPlaces(own.environments, path);
    const region = options.region ?? (env.AWS_REGION || own.region);
    const bucket = options.bucket ?? (env.SLUICE_BUCKET || (local === undefined ? own.bucket : undefined));
    return {
      app: own.app,
      isOneOfSeveral: all.length > 1,
      project: own.project,
      components: own.components,
      region,
      bucket,
      localCloud: local,
      ...(own.start === undefined ? {} : { start: own.start }),
      ...(own.repository === undefined ? {} : { repository: own.repository }),
      publishBranches: { names: own.publish?.branches, preferred: defaultBase },
      environments: Object.entries(own.environments).map(
        ([name, { bucket: its, region: itsRegion, profile, endpoint, ...settings }]) => ({
          name,
          ...settings,
          pipeline: settings.pipeline ?? `${own.app}-${name}-pipeline`,
          // The local cloud stands for all of them.
          place:
            its === undefined || bucket === undefined
              ? undefined
              : { bucket: its, region: itsRegion ?? region, profile, endpoint },
        }),
      ),
    };
  });
  checkPipelines(apps);
  return apps;
}

/**
 * The same for a workspace with one app.
 * @throws SluiceError `app-not-named` where there are several.
 */
export function resolveSettings(sources: SettingsSources): Settings {
  const [only, ...others] = resolveApps(sources);
  if (only !== undefined && others.length === 0) return only;
  throw new SluiceError('app-not-named', 'sluice.json has several apps; select one.', 'Select an app.');
}

/**
 * A CI run must never "publish" into its own disk.
 * @throws SluiceError `bucket-not-named` in CI, when neither a bucket nor a local folder was named.
 */
export function requireBucketInCi(settings: Settings, env: SettingsSources['env']): void {
  const inCi = env.CI !== undefined && !['', '0', 'false'].includes(env.CI);
  if (!inCi || settings.bucket !== undefined || settings.localCloud !== undefined) return;
  throw new SluiceError(
    'bucket-not-named',
    'No bucket configured in CI: the output would be lost with this machine.',
    'Set "bucket" in sluice.json or SLUICE_BUCKET. To try it in CI, set SLUICE_LOCAL_CLOUD to a folder.',
  );
}
