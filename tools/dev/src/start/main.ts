import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Environment } from '@sluice/local-cloud';
import { prefixFor, tagKey, type Settings, SluiceError, latestTag } from '@sluice/release';
import { GitRepository } from '@sluice/git';
import { localBucket, localFolder } from '@sluice/composition';
import { printable, readApps, currentActor } from 'nx-sluice';
import { openConsole } from '../local-app/console';
import { environmentName } from '../local-app/definitions';
import { assertNotServed, openLocalApp, type LocalApp } from '../local-app/local-app';
import { runMain } from '../processes/main';
import { runNx } from '../processes/run-nx';
import { ToolLog } from '../processes/tool-log';
import { eventLine } from './event-line';
import { choosePorts, defaultPorts, environmentPorts, readPorts, rememberPorts } from './ports';
import { newToken, signInAddress, signInVariables } from './sign-in';
import { targetOf, welcomeLines } from './welcome';

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
    throw new SluiceError('usage', `Invalid arguments: ${(cause as Error).message}.`, `Use: ${usage}.`, {
      cause,
    });
  }
}

async function main(): Promise<number> {
  const root = process.cwd();
  const wished = readFlags();
  const apps = await readApps(root, process.env, {});
  const folder = resolve(root, apps[0]?.localCloud ?? localFolder);
  assertNotServed(folder);
  const stopping = new AbortController();
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() =>
    stopping.abort(),
  );

  const log = new ToolLog('sluice-start');
  say(`Building. Complete output: ${log.path}`);
  const token = newToken();
  const actor = await currentActor(process.env, new GitRepository(root));
  const variables = signInVariables({ token, actor, root });
  const ports = await portsFor(wished, apps, folder);
  let hasStarted = false;
  const app = await openLocalApp({
    apps,
    folder,
    port: ports['S3 and CodePipeline'] ?? 0,
    publicPort: (environment, settings) => ports[environmentName(settings, environment, apps)] ?? 0,
    variables,
    onEvent: (event) => {
      const line = eventLine(event, hasStarted);
      if (line !== undefined) say(line);
    },
  });
  let console: Environment | undefined;
  try {
    console = await openConsole({
      root,
      folder: app.cloud.folder,
      port: ports.console ?? 0,
      access: app.access,
      variables,
      signal: stopping.signal,
      log,
      onEvent: (event) => (event.kind === 'output' ? say(event.line) : undefined),
    });
    for (const settings of apps) {
      const latest = tagKey(prefixFor(settings.app), latestTag);
      if (!stopping.signal.aborted && app.cloud.store.currentVersion(localBucket, latest) === undefined) {
        await publishHead(root, app, targetOf(settings, apps, 'publish'), log);
      }
    }
    if (!stopping.signal.aborted) {
      const pages = Object.entries({ console: console.url, ...app.pipelines.urls });
      welcomeLines({
        apps,
        pages: pages.map(([name, url]) => [name, signInAddress(url, token)]),
        cloud: app.cloud,
      }).forEach(say);
      hasStarted = true;
    }
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

/** The port of each page and of the cloud, by the name that is printed before its address. */
async function portsFor(
  wished: { cloud: number; console: number },
  apps: readonly Settings[],
  folder: string,
): Promise<Record<string, number>> {
  const first = wished.console + 1;
  const own = environmentPorts(first, apps, await readPorts(folder));
  if (wished.console !== 0) await rememberPorts(folder, first, own);
  const environments = own.map(({ app, name, port }) => [
    environmentName({ app }, { name }, apps),
    wished.console === 0 ? 0 : port,
  ]);
  return choosePorts(
    {
      console: wished.console,
      ...(Object.fromEntries(environments) as Record<string, number>),
      'S3 and CodePipeline': wished.cloud,
    },
    say,
  );
}

async function publishHead(root: string, app: LocalApp, publish: string[], log: ToolLog): Promise<void> {
  say(`No archives published yet. Publishing HEAD with ${publish.join(' ')}.`);
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

function say(text: string): void {
  process.stdout.write(`${text.split('\n').map(printable).join('\n')}\n`);
}

runMain(main);
