import { localBucket, localFolderOf } from '@sluice/composition';
import type { Served } from '@sluice/contract';
import type { Environment } from '@sluice/local-cloud';
import { latestTag, prefixFor, tagKey, type Settings } from '@sluice/release';
import { type BesideCache, serveBeside } from '../build-cache/serve-beside';
import { publishingProject, wholeApp } from '../cli/choose-project';
import { readProjects } from '../cli/project-files';
import { eventLine } from './cloud-event-line';
import { environmentName, type Access } from './definitions';
import { assertNotServed, openLocalApp, type LocalApp } from './local-app';
import { choosePorts, environmentPorts, readPorts, rememberPorts } from './ports';
import { runNx } from './run-nx';
import type { ToolLog } from './tool-log';
import { targetOf, welcomeLines } from './welcome';

export interface ServeOptions {
  /** Absolute path of the workspace. */
  root: string;
  apps: readonly Settings[];
  /** Ports of the local cloud and of the console, which the environments follow; 0: any free ones. */
  ports: { cloud: number; console: number };
  /** Given to every environment's server besides, such as how people sign in. */
  variables?: Readonly<Record<string, string>>;
  /** What a browser opens for an environment's URL, and for that of the console; the URL itself when absent. */
  addressOf?(url: string): string;
  addressOfConsole?(url: string): string;
  /** Starts the console beside the environments; without it there is none. */
  openConsole?(place: {
    folder: string;
    port: number;
    access: Access;
    /** Tells the console where the environments are. */
    variables: Readonly<Record<string, string>>;
  }): Promise<Environment>;
  /** Ends everything. */
  signal: AbortSignal;
  /** Takes what Nx prints. */
  log: ToolLog;
  say(text: string): void;
  /** Called once, when everything is served. */
  onReady?(served: Served): void;
}

/** The folder of the local cloud of a workspace. @throws LocalCloudError when another process serves it. */
export function freeCloudFolder(root: string, apps: readonly Settings[]): string {
  const folder = localFolderOf(apps[0] ?? {}, root);
  assertNotServed(folder);
  return folder;
}

/**
 * Serves S3, CodePipeline and a server for each environment of each app, and publishes HEAD where nothing is published
 * yet. Resolves when the signal is aborted and everything has ended.
 * @throws LocalCloudError when another process serves the folder
 */
export async function serveApps(options: ServeOptions): Promise<void> {
  const { root, apps, variables, signal, say, log, addressOf = (url) => url } = options;
  const { addressOfConsole = addressOf } = options;
  const folder = freeCloudFolder(root, apps);
  const ports = await portsFor(options, folder);
  const stopped = new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
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
  let cache: BesideCache | undefined;
  try {
    cache = await serveBeside(app.cloud, say);
    console = await options.openConsole?.({
      folder: app.cloud.folder,
      port: ports.console ?? 0,
      access: app.access,
      variables: { SLUICE_ENVIRONMENT_URLS: urlsOf(app, apps) },
    });
    const projects = await readProjects(root);
    // Also where sluice.json names no project.
    const published = apps.map((one) => ({ ...one, project: publishingProject(one, apps, projects) }));
    for (const [index, settings] of published.entries()) {
      const latest = tagKey(prefixFor(settings.app), latestTag);
      if (signal.aborted || app.cloud.store.currentVersion(localBucket, latest) !== undefined) continue;
      const isNamed = apps[index]?.project !== undefined;
      if (isNamed || projects.some(({ name }) => name === (settings.project ?? wholeApp)))
        await publishHead(root, app, targetOf(settings, apps, 'publish'), { signal, log, say });
      else say(withoutProject(settings.app));
    }
    if (!signal.aborted) {
      const consoleUrl = console && addressOfConsole(console.url);
      const environments = Object.entries(app.pipelines.urls).map(
        ([name, url]) => [name, addressOf(url)] as const,
      );
      welcomeLines({
        apps: published,
        pages: [...(consoleUrl === undefined ? [] : [['console', consoleUrl] as const]), ...environments],
        folder: apps.some(({ bucket }) => bucket !== undefined) ? folder : undefined,
        cloud: app.cloud,
        cache,
      }).forEach(say);
      hasStarted = true;
      options.onReady?.(servedBy(app, apps, consoleUrl, cache));
    }
    await stopped;
    say('Stopping.');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    // The console first, because what is in flight there needs the bucket.
    try {
      await console?.close();
      await cache?.close();
    } finally {
      await app.close();
    }
  }
}

function servedBy(
  app: LocalApp,
  apps: readonly Settings[],
  console: string | undefined,
  { url, token }: BesideCache,
): Served {
  const { folder, endpoint, region, accessKeyId, secretAccessKey } = app.cloud;
  const environments = apps.flatMap((settings) =>
    settings.environments.map((environment) => ({
      app: settings.app,
      name: environment.name,
      url: app.pipelines.urls[environmentName(settings, environment, apps)] ?? '',
    })),
  );
  const cache = { url, token };
  return { folder, endpoint, region, accessKeyId, secretAccessKey, cache, environments, console };
}

/** The addresses of the environments by `<app>/<environment>`, as JSON. */
function urlsOf(app: LocalApp, apps: readonly Settings[]): string {
  const urls = apps.flatMap((settings) =>
    settings.environments.flatMap((environment) => {
      const url = app.pipelines.urls[environmentName(settings, environment, apps)];
      return url === undefined ? [] : [[`${settings.app}/${environment.name}`, url] as const];
    }),
  );
  return JSON.stringify(Object.fromEntries(urls));
}

function withoutProject(app: string): string {
  return [
    `Nothing is published yet, and sluice.json does not say which project publishes the app "${app}".`,
    `Name it there as "project", or run: npx nx g nx-sluice:configuration <project> --app=${app}`,
  ].join('\n');
}

/** The port of each page and of the cloud, by the name that is printed before its address. */
async function portsFor(
  { ports: wished, apps, say }: ServeOptions,
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

async function publishHead(
  root: string,
  app: LocalApp,
  publish: string[],
  { signal, log, say }: Pick<ServeOptions, 'signal' | 'log' | 'say'>,
): Promise<void> {
  say(`Nothing is published yet: publishing HEAD with ${publish.join(' ')}.`);
  const { code } = await runNx(['run', ...publish, '--force'], {
    root,
    env: { SLUICE_LOCAL_CLOUD: app.cloud.folder, SLUICE_BUCKET: '' },
    signal,
    log,
  });
  if (code !== 0 && !signal.aborted) {
    say(
      `HEAD was not published:\n${log.tail()}\nFix what is reported above, then run: npx nx run ${publish.join(' ')}`,
    );
  }
}
