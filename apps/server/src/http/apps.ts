import type { FastifyInstance } from 'fastify';
import type { Console } from '../console/console';
import { addApi } from '../routes';
import type { ApiOptions } from '../routes/api-options';
import { isPageVisit } from './client';
import { guard, type GuardOptions } from './guard';
import { appInUrl, pathOfApp } from './paths';
import { Refusal } from './refusal';

export interface AppsOptions extends GuardOptions, Pick<ApiOptions, 'events'> {
  /** At least one; in the order of sluice.json. */
  consoles: readonly Console[];
  /** Where this server itself runs; the app is known where someone says so, or where there is one. */
  own: { app?: string; environment: string | null };
  onEventStreams(open: number): void;
}

/** The API of each app below `/apps/<app>/api`; the only one of a workspace is at `/api`, too. */
export function addApis(app: FastifyInstance, options: AppsOptions): void {
  const { consoles, own, onEventStreams, ...rest } = options;
  const apps = consoles.map(({ settings }) => settings.app);
  const streams = new Map<string, number>();
  const optionsFor = (console: Console, place: string): ApiOptions => ({
    ...rest,
    console,
    consoles,
    apps,
    environment: consoles.length === 1 || own.app === console.settings.app ? own.environment : null,
    onEventStreams: (open) => {
      streams.set(place, open);
      onEventStreams([...streams.values()].reduce((sum, count) => sum + count, 0));
    },
  });
  for (const console of consoles) {
    const prefix = pathOfApp(console.settings.app);
    app.register(async (below) => addApi(below, optionsFor(console, prefix)), { prefix });
  }
  const [only] = consoles;
  if (only !== undefined && consoles.length === 1) addApi(app, optionsFor(only, '/'));
  app.register(async (others) => {
    guard(others, rest);
    const bare = consoles.length === 1 ? [] : ['/api', '/api/*'];
    for (const url of [...bare, '/apps/:app/api', '/apps/:app/api/*']) {
      others.all(url, async () => {
        throw new Refusal(
          404,
          'not-found',
          'Unknown app in this address.',
          `Use one of: ${apps.map((name) => `${pathOfApp(name)}/api`).join(', ')}.`,
        );
      });
    }
  });
}

/** Leads a visit that names none of several apps to the same page of the first one. */
export function leadToAnApp(app: FastifyInstance, consoles: readonly Console[]): void {
  const apps = consoles.map(({ settings }) => settings.app);
  const [first] = apps;
  if (first === undefined || apps.length === 1) return;
  app.addHook('onRequest', async (request, reply) => {
    if (!isPageVisit(request) || appInUrl(request.url) !== undefined) return;
    // Not `//elsewhere`, which would be another host.
    const path = `/${request.url.replace(/^[/\\]+/, '')}`;
    return reply
      .code(302)
      .header('cache-control', 'no-store')
      .header('location', `${pathOfApp(first)}${path}`)
      .send();
  });
}

/** The console that a page belongs to. */
export function consoleAt(consoles: readonly Console[], url: string): Console | undefined {
  const named = appInUrl(url);
  return (
    consoles.find(({ settings }) => settings.app === named) ??
    (consoles.length === 1 ? consoles[0] : undefined)
  );
}
