import { extractArchive, manifestDigest } from '@sluice/archive';
import type { BuildContext, BuildResult, PipelineDefinition } from '@sluice/local-cloud';
import { tagKey, prefixFor, type EnvironmentSettings, type Settings, SluiceError } from '@sluice/release';
import { containerVariables } from './container-configuration';
import { installPackages } from './install-packages';
import { startCommand } from './start-command';

/** How the app's servers reach the bucket. */
export interface Access {
  bucket: string;
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** The variables by which the server, through the AWS SDK, finds this machine's bucket and pipelines. */
export function accessVariables({ bucket, endpoint, region, accessKeyId, secretAccessKey }: Access) {
  return {
    SLUICE_BUCKET: bucket,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL_CODEPIPELINE: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** What an environment is called on this machine: of several apps, each may have a `stage`. */
export function environmentName(
  { app }: Pick<Settings, 'app'>,
  { name }: Pick<EnvironmentSettings, 'name'>,
  apps: readonly Settings[],
): string {
  return apps.length > 1 ? `${app}.${name}` : name;
}

/**
 * One pipeline for each environment of each app of sluice.json, named as there.
 *
 * @param variables given to every server besides, such as how people sign in
 * @param secretsFile where the values of secrets are that an archive's configuration names
 */
export function pipelineDefinitions(
  apps: readonly Settings[],
  access: Access,
  publicPort: (environment: EnvironmentSettings, settings: Settings) => number,
  variables: Readonly<Record<string, string>> = {},
  secretsFile = '',
): PipelineDefinition[] {
  const places = apps.flatMap((settings) =>
    settings.environments.map((environment) => ({
      settings,
      environment,
      secrets: { app: settings.app, environment: environment.name, file: secretsFile },
    })),
  );
  return places.map(({ settings, environment, secrets }) => ({
    name: environment.pipeline,
    source: { bucket: access.bucket, key: tagKey(prefixFor(settings.app), environment.tag) },
    build: async (context) => {
      const result = await build(context);
      // On AWS the build stage is where a wrong configuration, or a secret that is not there, stops a deployment.
      containerVariables(context.folder, secrets);
      startCommand(context.folder, settings);
      await installPackages(context);
      return result;
    },
    deploy: {
      name: environmentName(settings, environment, apps),
      publicPort: publicPort(environment, settings),
      healthPath: settings.start?.health ?? '/healthz',
      acceptsAnyAnswer: settings.start?.health === undefined,
      expect: ({ digest }) => ({ digest: digest ?? '' }),
      command: (folder, { variables: built }) => {
        const command = startCommand(folder, settings);
        return {
          ...command,
          env: {
            ...command.env,
            ...containerVariables(folder, secrets),
            ...accessVariables(access),
            ...variables,
            SLUICE_COMMIT: built.commit ?? '',
            SLUICE_DIGEST: built.digest ?? '',
            SLUICE_APP: settings.app,
            SLUICE_ENVIRONMENT: environment.name,
          },
        };
      },
    },
  }));
}

/** What the build in `aws/pipeline.yml` does on AWS: the archive is unpacked, and is what its manifest and its metadata say. */
async function build({ file, folder, metadata, log }: BuildContext): Promise<BuildResult> {
  const manifest = await extractArchive(file, folder);
  const digest = manifestDigest(manifest);
  if (metadata.digest !== undefined && metadata.digest !== digest) {
    throw new SluiceError(
      'failed',
      `The archive has the digest ${digest}, but its metadata has ${metadata.digest}.`,
      'Promote a commit whose archive was published by Sluice.',
    );
  }
  log(`${manifest.files.length} files, digest ${digest}`);
  return {
    variables: { digest, ...(metadata.commit === undefined ? {} : { commit: metadata.commit }) },
    summary: `digest ${digest.slice(0, 12)}`,
  };
}
