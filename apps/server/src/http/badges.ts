import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { BadgeSettings } from '../config/badge-settings';
import type { Console } from '../console/console';
import { badgeOf, badgeSvg, type Badge } from './badge-svg';
import { pathOfApp } from './paths';
import { answerNotFound } from './problems';
import type { Limiters } from './rate-limits';

export interface BadgeOptions {
  badges: BadgeSettings;
  consoles: readonly Console[];
  limiters: Pick<Limiters, 'badges'>;
  /** Milliseconds since 1970. */
  now?(): number;
}

/** Seconds that a badge may be kept: by browsers, by proxies such as that of GitHub, and by this server. */
const maxAge = 60;

/**
 * `/badge/<environment>.svg`, without a sign-in, for the environments that the configuration names. All others, and those
 * that do not exist, are not found alike. One look at the bucket in a minute serves everybody.
 */
export function addBadges(app: FastifyInstance, options: BadgeOptions): void {
  const { badges, consoles } = options;
  for (const console of consoles) {
    const names = console.settings.environments.map(({ name }) => name);
    const shown = names.filter((name) => isShown(badges, console.settings.app, name));
    if (shown.length === 0) continue;
    const prefixes = [pathOfApp(console.settings.app), ...(consoles.length === 1 ? [''] : [])];
    const read = lookingAtMost(console, options.now ?? Date.now);
    for (const prefix of prefixes) addRoute(app, `${prefix}/badge/:file`, shown, read, options);
  }
}

function addRoute(
  app: FastifyInstance,
  url: string,
  shown: readonly string[],
  read: () => Promise<Map<string, Badge>>,
  { limiters }: BadgeOptions,
): void {
  app.get<{ Params: { file: string } }>(url, { logLevel: 'warn' }, async (request, reply) => {
    const name = /^(.+)\.svg$/.exec(request.params.file)?.[1];
    if (name === undefined || !shown.includes(name)) return answerNotFound(request, reply);
    await limiters.badges(request);
    const badge = (await read()).get(name) ?? { label: name, text: 'unknown', color: '#57606a' };
    const svg = badgeSvg(badge);
    const etag = `"${createHash('sha256').update(svg).digest('hex').slice(0, 16)}"`;
    reply
      .header('cache-control', `public, max-age=${maxAge}`)
      .header('etag', etag)
      // It is made for the pages of others.
      .header('cross-origin-resource-policy', 'cross-origin')
      // An SVG that is opened as a page could run scripts.
      .header('content-security-policy', "default-src 'none'; sandbox")
      .type('image/svg+xml; charset=utf-8');
    return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(svg);
  });
}

function isShown(badges: BadgeSettings, app: string, name: string): boolean {
  return badges === '*' || badges.includes(name) || badges.includes(`${app}/${name}`);
}

/** What a board said within the last minute. One that cannot be read says nothing of any environment. */
function lookingAtMost(console: Console, now: () => number): () => Promise<Map<string, Badge>> {
  let latest: { at: number; badges: Promise<Map<string, Badge>> } | undefined;
  return () => {
    if (latest === undefined || now() - latest.at >= maxAge * 1000)
      latest = { at: now(), badges: readBadges(console) };
    return latest.badges;
  };
}

async function readBadges({ live }: Console): Promise<Map<string, Badge>> {
  try {
    const { environments } = (await live.ask()).value.board;
    return new Map(environments.map((environment) => [environment.name, badgeOf(environment)]));
  } catch {
    // The log has the failure of the look itself.
    return new Map();
  }
}
