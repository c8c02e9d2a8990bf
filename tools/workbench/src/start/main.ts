import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Environment, EnvironmentEvent, PipelineEvent } from '@sluice/local-cloud';
import { prefixFor, tagKey, UsageError, type EnvironmentSettings } from '@sluice/release';
import { GitRepository } from '@sluice/git';
import { localBucket, localFolder, printable, readSettings, whoActs } from 'nx-sluice';
import { openConsole } from '../local-app/console';
import { openLocalApp, type LocalApp } from '../local-app/local-app';
import { runMain } from '../processes/main';
import { runNx } from '../processes/run-nx';
import { ToolLog } from '../processes/tool-log';
import { defaultPorts, freeOr0 } from './ports';
import { newToken, signInAddress, signInVariables } from './sign-in';

const usage = `npm start [-- --port=<S3 and CodePipeline, ${defaultPorts.cloud}> --console=<console, ${defaultPorts.console}>]`;

function readFlags(): { cloud: number; console: number } {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, console: { type: 'string' } } });
    const port = (text: string | undefined, otherwise: number) => {
      const number = Number(text ?? otherwise);
      if (!Number.isInteger(number) || number < 0 || number > 65_000)
        throw new Error(`${text} is not a port`);
      return number;
    };
    return {
      cloud: port(values.port, defaultPorts.cloud),
      console: port(values.console, defaultPorts.console),
    };
  } catch (cause) {
    throw new UsageError(`The arguments make no sense: ${(cause as Error).message}.`, `Use: ${usage}.`, {
      cause,
    });
  }
}

async function main(): Promise<number> {
  const root = process.cwd();
  const wished = readFlags();
  const settings = await readSettings(root, process.env, {});
  const folder = resolve(root, settings.localCloud ?? localFolder);
  const stopping = new AbortController();
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() =>
    stopping.abort(),
  );

  const log = new ToolLog('sluice-start');
  say(`Building; the output of the tools: ${log.path}`);
  const token = newToken();
  const actor = await whoActs(process.env, new GitRepository(root));
  const variables = signInVariables({ token, actor, root });
  const ports = new Map<string, number>();
  for (const [index, { name }] of settings.environments.entries()) {
    ports.set(name, wished.console === 0 ? 0 : await freeOr0(wished.console + 1 + index));
  }
  const app = await openLocalApp({
    settings,
    folder,
    port: await freeOr0(wished.cloud),
    publicPort: ({ name }: EnvironmentSettings) => ports.get(name) ?? 0,
    variables,
    onEvent: tell,
  });
  let console: Environment | undefined;
  try {
    console = await openConsole({
      root,
      folder: app.cloud.folder,
      port: await freeOr0(wished.console),
      access: app.access,
      variables,
      signal: stopping.signal,
      log,
      onEvent: (event) => (event.kind === 'output' ? say(event.line) : undefined),
    });
    const latest = tagKey(prefixFor(settings.app), 'latest');
    if (!stopping.signal.aborted && app.cloud.store.currentVersion(localBucket, latest) === undefined) {
      await publishHead(root, app, log);
    }
    if (!stopping.signal.aborted) say(addresses(app, console, token));
    await stopped;
    say('Stopping.');
    return 0;
  } catch (error) {
    if (stopping.signal.aborted) return 0;
    throw error;
  } finally {
    await console?.close();
    await app.close();
  }
}

async function publishHead(root: string, app: LocalApp, log: ToolLog): Promise<void> {
  say('Nothing is published yet: publishing HEAD.');
  const { code } = await runNx(['run', 'app:publish'], {
    root,
    env: { SLUICE_LOCAL_CLOUD: app.cloud.folder, SLUICE_BUCKET: '' },
    log,
  });
  if (code !== 0) {
    say(
      `HEAD was not published:\n${log.tail()}\nFix what is reported above, then run: npx nx run app:publish`,
    );
  }
}

function addresses(app: LocalApp, console: Environment, token: string): string {
  const { cloud, pipelines } = app;
  const rows: [string, string][] = [
    ['console', signInAddress(console.url, token)],
    ...Object.entries(pipelines.urls).map(([name, url]): [string, string] => [
      name,
      signInAddress(url, token),
    ]),
    ['S3 and CodePipeline', cloud.endpoint],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    '',
    ...rows.map(([name, url]) => `  ${name.padEnd(width)}  ${url}`),
    '',
    'In another terminal:',
    '  npx nx run app:publish --watch                 after a commit; stage follows',
    '  npx nx run app:promote --env=uat --watch       uat follows',
    '',
    'For the AWS CLI:',
    `  export AWS_ACCESS_KEY_ID=${cloud.accessKeyId} AWS_SECRET_ACCESS_KEY=${cloud.secretAccessKey} AWS_REGION=${cloud.region}`,
    `  aws --endpoint-url ${cloud.endpoint} s3 ls s3://${localBucket} --recursive`,
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function tell(event: PipelineEvent | EnvironmentEvent): void {
  if (event.kind === 'execution') {
    const why = event.statusSummary === undefined ? '' : `: ${event.statusSummary}`;
    say(`${event.pipeline}  ${event.status}${why}`);
  } else if (event.kind === 'action') {
    say(`${event.pipeline}  ${event.stage} ${event.status}${event.error ? `: ${event.error.message}` : ''}`);
  } else if (event.kind === 'down') {
    say(`${event.environment} is down: ${event.reason}`);
  } else if (event.kind === 'serving') {
    say(`${event.environment} serves at ${event.url}`);
  }
}

function say(text: string): void {
  process.stdout.write(`${text.split('\n').map(printable).join('\n')}\n`);
}

runMain(main);
