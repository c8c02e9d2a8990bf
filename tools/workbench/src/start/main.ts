import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Environment, EnvironmentEvent, PipelineEvent } from '@sluice/local-cloud';
import { prefixFor, tagKey, UsageError, type Settings } from '@sluice/release';
import { GitRepository } from '@sluice/git';
import { localBucket, localFolder, printable, readApps, whoActs } from 'nx-sluice';
import { openConsole } from '../local-app/console';
import { openLocalApp, type LocalApp } from '../local-app/local-app';
import { runMain } from '../processes/main';
import { runNx } from '../processes/run-nx';
import { ToolLog } from '../processes/tool-log';
import { choosePort, defaultPorts, environmentPorts } from './ports';
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
  const apps = await readApps(root, process.env, {});
  const folder = resolve(root, apps[0]?.localCloud ?? localFolder);
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
  for (const { app, name, port } of environmentPorts(wished.console + 1, apps)) {
    ports.set(`${app} ${name}`, wished.console === 0 ? 0 : await choosePort(port, name, say));
  }
  const app = await openLocalApp({
    apps,
    folder,
    port: await choosePort(wished.cloud, 'S3 and CodePipeline', say),
    publicPort: ({ name }, { app: its }) => ports.get(`${its} ${name}`) ?? 0,
    variables,
    onEvent: tell,
  });
  let console: Environment | undefined;
  try {
    console = await openConsole({
      root,
      folder: app.cloud.folder,
      port: await choosePort(wished.console, 'the console', say),
      access: app.access,
      variables,
      signal: stopping.signal,
      log,
      onEvent: (event) => (event.kind === 'output' ? say(event.line) : undefined),
    });
    for (const settings of apps) {
      const latest = tagKey(prefixFor(settings.app), 'latest');
      if (!stopping.signal.aborted && app.cloud.store.currentVersion(localBucket, latest) === undefined) {
        await publishHead(root, app, targetOf(settings, apps, 'publish'), log);
      }
    }
    if (!stopping.signal.aborted) say(addresses(app, apps, console, token));
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

/** The words after `nx run` for a target of the project that publishes an app. */
function targetOf({ project, app }: Settings, apps: readonly Settings[], target: string): string[] {
  return apps.length > 1
    ? [`${project ?? app}:${target}`, `--app=${app}`]
    : [`${project ?? 'app'}:${target}`];
}

/** Nothing is on latest yet, so that HEAD may come there from whatever branch it is on. */
async function publishHead(root: string, app: LocalApp, publish: string[], log: ToolLog): Promise<void> {
  say(`Nothing is published yet: publishing HEAD with ${publish.join(' ')}.`);
  const { code } = await runNx(['run', ...publish, '--force'], {
    root,
    env: { SLUICE_LOCAL_CLOUD: app.cloud.folder, SLUICE_BUCKET: '' },
    log,
  });
  if (code !== 0) {
    say(
      `HEAD was not published:\n${log.tail()}\nFix what is reported above, then run: npx nx run ${publish.join(' ')}`,
    );
  }
}

function addresses(app: LocalApp, apps: readonly Settings[], console: Environment, token: string): string {
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
    ...hints(apps),
    '',
    'For the AWS CLI:',
    `  export AWS_ACCESS_KEY_ID=${cloud.accessKeyId} AWS_SECRET_ACCESS_KEY=${cloud.secretAccessKey} AWS_REGION=${cloud.region}`,
    `  aws --endpoint-url ${cloud.endpoint} s3 ls s3://${localBucket} --recursive`,
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}

/** How one goes on with the first app. */
function hints(apps: readonly Settings[]): string[] {
  const [first] = apps;
  if (first === undefined) return [];
  const following = first.environments.find(({ tag }) => tag === 'latest')?.name;
  const next = first.environments.find(({ tag }) => tag !== 'latest')?.name;
  const run = (target: string, ...more: string[]) =>
    ['  npx nx run', ...targetOf(first, apps, target), ...more, '--watch'].join(' ');
  const lines = [
    [run('publish'), `after a commit${following === undefined ? '' : `; ${following} follows`}`],
    ...(next === undefined ? [] : [[run('promote', `--env=${next}`), `${next} follows`]]),
  ];
  const width = Math.max(...lines.map(([command = '']) => command.length));
  return lines.map(([command = '', what = '']) => `${command.padEnd(width)}       ${what}`);
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
