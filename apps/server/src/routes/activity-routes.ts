import { operations } from '@sluice/contract';
import {
  activityCsv,
  findActivityEntry,
  readActivityLog,
  type ActivityLogQuery,
  type Settings,
} from '@sluice/release';
import type { FastifyInstance } from 'fastify';
import { versionOf } from '../board/version-of';
import type { Console } from '../console/console';
import { Refusal } from '../http/refusal';
import type { ApiOptions } from './api-options';
import { sendVersion } from './send-version';
import { serve } from './serve';

/** Records that one file is made of. */
const recordsToExport = 5_000;

/** What happened, across environments and apps: everybody who is signed in may see it. */
export function addActivity(
  app: FastifyInstance,
  { console, consoles }: Pick<ApiOptions, 'console' | 'consoles'>,
): void {
  const { settings } = console;

  serve(app, operations.listActivity, {
    isCostly: true,
    handle: async ({ query, request, reply }) => {
      const asked = consolesOf(console, consoles, query);
      const log = await readActivityLog(
        asked.map(({ look }) => look),
        queryOf(query),
      );
      return sendVersion(request, reply, log, versionOf(log));
    },
  });

  serve(app, operations.exportActivity, {
    isCostly: true,
    handle: async ({ query, request, reply }) => {
      const { format } = query;
      const asked = consolesOf(console, consoles, query);
      const log = await readActivityLog(
        asked.map(({ look }) => look),
        { ...queryOf(query), limit: recordsToExport },
        { reads: recordsToExport },
      );
      if (log.next !== undefined) reply.header('link', `<${nextAddress(request.url, log.next)}>; rel="next"`);
      reply.header('content-disposition', `attachment; filename="activity-${settings.app}.${format}"`);
      if (format === 'json') return log;
      return reply.type('text/csv; charset=utf-8; header=present').send(activityCsv(log.entries));
    },
  });

  serve(app, operations.getActivity, {
    isCostly: true,
    handle: async ({ params: { id } }) => {
      const entry = await findActivityEntry(console.look, id);
      if (entry !== undefined) return entry;
      throw new Refusal(
        404,
        'not-found',
        'The bucket does not keep the record of this entry.',
        'It may be older than what the bucket and the pipelines keep. Search the activity for what came after it.',
      );
    },
  });
}

interface AskedFor extends Omit<ActivityLogQuery, 'since' | 'until'> {
  apps: 'this' | 'all';
  since?: string;
  until?: string;
}

function queryOf({ environment, person, kinds, since, until, after, limit }: AskedFor): ActivityLogQuery {
  return {
    environment,
    kinds,
    person: person === '' ? undefined : person,
    since: since === undefined ? undefined : new Date(since),
    until: until === undefined ? undefined : new Date(until),
    after,
    limit,
  };
}

/** @throws Refusal 404 for an environment that none of them has. */
function consolesOf(console: Console, all: readonly Console[], { apps, environment }: AskedFor): Console[] {
  const asked = apps === 'all' ? [...all] : [console];
  if (environment === undefined || asked.some(({ settings }) => hasEnvironment(settings, environment)))
    return asked;
  throw new Refusal(404, 'not-found', 'Unknown environment.', `Use one of: ${namesOf(asked).join(', ')}.`);
}

function hasEnvironment({ environments }: Settings, environment: string): boolean {
  return environments.some(({ name }) => name === environment);
}

function namesOf(consoles: readonly Console[]): string[] {
  return [
    ...new Set(consoles.flatMap(({ settings: { environments } }) => environments.map(({ name }) => name))),
  ];
}

/** The same address with another `after`. */
function nextAddress(url: string, next: string): string {
  const [path = '', query] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('after', next);
  return `${path}?${parameters.toString()}`;
}
