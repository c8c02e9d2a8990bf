import { configure, getConfig, render } from '@testing-library/react';
import type { ConsoleApi } from '../api/console-api';
import { appPath } from '../api/app-path';
import { Problem } from '../api/problem';
import { LiveBoard } from '../live/live-board';
import { Console } from '../shell/console';
import { board, diff, history, plan, provenance, raincoats, session, umbrellas } from './sample';
import { ScriptedStreams } from './scripted-stream';

configure(({ getElementError: printed }) => ({
  // Views are loaded when they are first opened, which takes its time on a busy machine.
  asyncUtilTimeout: 30_000,
  // Who waits tries again after each change, and would print the page each time: only the last error is ever read.
  getElementError: function elementError(message, container) {
    if (isWaiting()) return unprinted(() => printed(message, container).message);
    const error = printed(message, container);
    // Jest shows the code that asked.
    Error.captureStackTrace(error, elementError);
    return error;
  },
}));

function isWaiting(): boolean {
  return Reflect.get(getConfig(), '_disableExpensiveErrorDiagnostics') === true;
}

/** An error of Testing Library whose message is made when it is read. */
function unprinted(message: () => string): Error {
  const error = Object.assign(new Error(), { name: 'TestingLibraryElementError' });
  return Object.defineProperty(error, 'message', { get: message, configurable: true });
}

/** Opens the whole console at an address, over an API whose answers the test chooses; calls are recorded. */
export function openConsole(path: string, answers: Partial<ConsoleApi> = {}) {
  const streams = new ScriptedStreams();
  const calls: { method: string; given: unknown[] }[] = [];
  const usual: ConsoleApi = {
    session: async () => session,
    signOut: async () => ({}),
    board: async () => board,
    boardOf: async () => board,
    events: streams.open,
    releases: async ({ page = 1, pageSize = 20 }) => ({
      rows: [umbrellas, raincoats],
      total: 2,
      matching: 2,
      indexed: 2,
      page,
      pageSize,
    }),
    release: async (commit) => (commit === umbrellas.commit ? umbrellas : raincoats),
    provenance: async () => provenance,
    compare: async () => diff,
    history: async () => history,
    log: async () => ({ isTruncated: false, pages: [] }),
    activity: async () => ({ entries: [], warnings: [] }),
    activityEntry: refuse,
    activityExport: ({ format }) => `/api/activity-export?format=${format}`,
    metrics: async ({ timeZone = 'UTC' }) => ({ app: 'shop', timeZone, environments: [], warnings: [] }),
    promotionPlan: async () => plan,
    rollbackPlan: async () => plan,
    promote: refuse,
    rollBack: refuse,
    redeploy: refuse,
    hold: refuse,
    removeHold: refuse,
    reject: refuse,
    accept: refuse,
  };
  const recorded = Object.entries({ ...usual, ...answers }).map(([method, answer]) => [
    method,
    (...given: unknown[]) => {
      calls.push({ method, given: given.filter((value) => !(value instanceof AbortSignal)) });
      return (answer as (...given: unknown[]) => unknown)(...given);
    },
  ]);
  const api = Object.fromEntries(recorded) as ConsoleApi;
  window.history.pushState(null, '', path);
  render(<Console api={api} base={appPath(path)} live={new LiveBoard(api)} />);
  streams.send('open');
  streams.send('board', board);
  const callsOf = (method: keyof ConsoleApi) =>
    calls.filter((call) => call.method === method).map(({ given }) => given);
  return { streams, callsOf };
}

async function refuse(): Promise<never> {
  throw new Problem('The test expects no such write.', 'Script an answer to it.');
}
