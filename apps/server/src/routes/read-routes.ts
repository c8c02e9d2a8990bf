import { operations } from '@sluice/contract';
import {
  diff,
  readHistory,
  shortSha,
  subjectOfCommit,
  trustedKeys,
  verify,
  type EnvironmentSettings,
} from '@sluice/release';
import type { FastifyInstance } from 'fastify';
import { versionOf } from '../board/version-of';
import { readRelease, readReleasePage } from '../releases/release-pages';
import { readLog } from '../use-cases/read-log';
import { Refusal } from '../http/refusal';
import type { ApiOptions } from './api-options';
import { movable, requireEnvironment } from './permissions';
import { sendVersion } from './send-version';
import { serve } from './serve';

function noArchive(commit: string): Refusal {
  return new Refusal(
    404,
    'not-found',
    `${shortSha(commit)} has no archive: it was not published, or it was pruned.`,
    'Select a release from the list.',
  );
}

/** What everybody who is signed in may see. */
export function addLooking(
  app: FastifyInstance,
  { console, apps, environment, signIn }: Pick<ApiOptions, 'console' | 'apps' | 'environment' | 'signIn'>,
): void {
  const { settings } = console;

  serve(app, operations.getSession, {
    handle: async ({ request: { person } }) => {
      if (person === undefined) throw new Error('The guard let an unauthenticated request pass.');
      const mayMove = movable(person, settings);
      return {
        app: settings.app,
        apps: [...apps],
        // The one that npm start serves beside the environments is none of them.
        environment: settings.environments.find(({ name }) => name === environment)?.name,
        person: { name: person.name, signedInBy: person.signedInBy },
        repository: await console.repositoryPages(),
        mayMove,
        mayReject: mayMove.length > 0,
      };
    },
  });

  serve(app, operations.signOut, {
    handle: async ({ request, reply }) => {
      const { cookies, continueAt } = signIn.signOut?.(request) ?? { cookies: [] };
      reply.header('set-cookie', cookies);
      return { continueAt };
    },
  });

  serve(app, operations.getBoard, {
    handle: async ({ request, reply }) => {
      const { board, boardVersion } = (await console.live.ask()).value;
      return sendVersion(request, reply, board, boardVersion);
    },
  });

  serve(app, operations.listReleases, {
    handle: async ({ query, request, reply }) => {
      const page = await readReleasePage(console.releases, query);
      return sendVersion(request, reply, page, versionOf(page));
    },
  });

  serve(app, operations.getRelease, {
    handle: async ({ params: { commit }, request, reply }) => {
      const row = await readRelease(console.releases, commit);
      if (row !== undefined) return sendVersion(request, reply, row, versionOf(row));
      throw noArchive(commit);
    },
  });

  serve(app, operations.getProvenance, {
    isCostly: true,
    handle: async ({ params: { commit } }) => {
      const subject = await subjectOfCommit(console.look, commit);
      if (subject === undefined) throw noArchive(commit);
      return verify(console.look, subject, { keys: await trustedKeys(console.look, settings.environments) });
    },
  });

  serve(app, operations.compare, {
    isCostly: true,
    handle: ({ query: { from, to } }) => diff(console.look, from, to),
  });

  serve(app, operations.getLog, {
    handle: async ({ params: { name }, query: { lines } }) => {
      const { environments } = requireEnvironment(settings, name);
      const environment = environments.find((one) => one.name === name);
      return readLog(console.look, environment as EnvironmentSettings, lines);
    },
  });

  serve(app, operations.getHistory, {
    isCostly: true,
    handle: async ({ params: { name }, query: { limit } }) =>
      readHistory(console.look, requireEnvironment(settings, name), { limit }),
  });
}
