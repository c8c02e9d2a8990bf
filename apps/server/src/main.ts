import { isExplained, resolveSettings } from '@sluice/release';
import { readConfiguration } from './config/configuration';
import { readSettingsFile } from './config/settings-file';
import { listen } from './listen';
import { connect } from './releases/connect';
import { buildServer } from './server';
import { closeOnSignals } from './shutdown';

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env, __dirname);
  const settings = resolveSettings({
    file: await readSettingsFile(configuration.settingsFile),
    env: process.env,
    options: {},
  });
  const app = buildServer({
    releases: connect(settings),
    identity: configuration.identity,
    clientDirectory: configuration.clientDirectory,
    logger: { level: configuration.logLevel },
  });
  if (!settings.bucket) app.log.warn('no bucket: set SLUICE_BUCKET, /api answers 503 until then');
  if (!configuration.clientDirectory) {
    app.log.warn('no built client: build it or set SLUICE_CLIENT_DIR, pages answer 404 until then');
  }
  closeOnSignals(app);
  await listen(app, configuration);
}

main().catch((error: unknown) => {
  if (isExplained(error)) {
    console.error(`${error.message}\n${error.remedy}`);
    process.exitCode = error.exitCode ?? 1;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
});
