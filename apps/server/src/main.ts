import { isUserFacingError, resolveApps } from '@sluice/release';
import { parseBadges } from './config/badge-settings';
import { readConfiguration } from './config/configuration';
import { withEnvironmentUrls } from './config/environment-urls';
import { readSettingsFile } from './config/settings-file';
import { listen } from './listen';
import { connect } from './console/connect';
import { Metrics } from './metrics/metrics';
import { buildServer } from './server';
import { closeOnSignals } from './shutdown';
import { environmentNames, openSignIn } from './auth/open-sign-in';

async function main(): Promise<void> {
  // The AWS SDK would announce, between the lines of the log, which Node its future releases need.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const configuration = readConfiguration(process.env, __dirname);
  const file = await readSettingsFile(configuration.settingsFile);
  const apps = withEnvironmentUrls(
    resolveApps({ file, env: process.env, options: {} }),
    configuration.environmentUrls,
  );
  const metrics = new Metrics();
  const { identity, signIn, publicOrigin, clientDirectory, workspace } = configuration;
  const connected = apps.map((settings) =>
    connect({
      settings,
      workspace,
      onRequest: (operation) => metrics.asked(operation),
      onFailure: (error) => {
        metrics.failed();
        app.log.warn({ err: error }, 'reading the bucket failed');
      },
    }),
  );
  const [console, ...otherConsoles] = connected.filter((one) => one !== undefined);
  metrics.watchBoard(() => oldest([console, ...otherConsoles].map((one) => one?.live.age)));
  const app = buildServer({
    console,
    otherConsoles,
    ownApp: configuration.app,
    signIn: openSignIn(signIn, apps),
    badges: parseBadges(configuration.badges, environmentNames(apps)),
    identity,
    metrics,
    publicOrigin,
    clientDirectory,
    logger: { level: configuration.logLevel },
  });
  if (console === undefined) app.log.warn('no bucket: set SLUICE_BUCKET; until then /api responds with 503');
  if (!configuration.clientDirectory) {
    app.log.warn('no built client: build it or set SLUICE_CLIENT_DIR; until then pages respond with 404');
  }
  if (signIn.kind === 'none') {
    app.log.warn(
      'no sign-in: set CONSOLE_TOKEN or the variables for load balancer sign-in; until then /api responds with 503',
    );
  }
  closeOnSignals(app);
  await listen(app, configuration);
}

function oldest(ages: readonly (number | undefined)[]): number | undefined {
  const known = ages.filter((age) => age !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

main().catch((error: unknown) => {
  if (isUserFacingError(error)) {
    console.error(`${error.message}\n${error.remedy}`);
    process.exitCode = error.code === 'invalid-configuration' ? 2 : 1;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
});
