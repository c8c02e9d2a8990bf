import type { Board } from '@sluice/contract';
import type { AddressInfo } from 'node:net';
import { Console, type ConsoleOptions } from '../console/console';
import { listIsLoading } from '../board/read-board';
import { Metrics } from '../metrics/metrics';
import { buildServer, type Dependencies } from '../server';
import { TokenSignIn } from '../auth/token-sign-in';
import { settings, type Cloud } from './cloud';
import { eventually } from './eventually';

export const token = 'a-token-of-forty-three-letters-for-the-tests-1';

export interface RunningServer {
  url: string;
  /** What the server logged, one parsed line each. */
  log: Record<string, unknown>[];
  /** Asks with the token, as a script does, and as a page of the server where it writes. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The JSON of a successful GET. */
  read<T>(path: string): Promise<T>;
  close(): Promise<void>;
}

/** The board with everything on it: on a busy machine the first one may do without the list of archives. */
export function readWholeBoard(server: RunningServer, below = ''): Promise<Board> {
  return eventually(async () => {
    const board = await server.read<Board>(`${below}/api/board`);
    return board.warnings.includes(listIsLoading) ? undefined : board;
  }, 'the whole board');
}

/** Looks often, so that a test need not wait. */
const quick = { busy: 50, idle: 100, failing: 200 };

/** A console of a cloud, as {@link connect} makes it. */
export function consoleOf(cloud: Cloud, options: Partial<ConsoleOptions> = {}): Console {
  const { bucket, pipelines, repository } = cloud;
  return new Console({
    settings,
    ports: { bucket, pipelines, commits: repository },
    pace: quick,
    onFailure: () => undefined,
    ...options,
  });
}

/** The real server on a free port of loopback. */
export async function runServer(dependencies: Partial<Dependencies> = {}): Promise<RunningServer> {
  const log: Record<string, unknown>[] = [];
  const app = buildServer({
    signIn: new TokenSignIn(token, 'amy'),
    metrics: new Metrics(),
    identity: { commit: null, digest: null, environment: null },
    logger: {
      level: 'info',
      stream: { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) },
    },
    ...dependencies,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const call: RunningServer['call'] = (method, path, body, headers = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(['GET', 'HEAD'].includes(method) ? {} : { origin: url, 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const read = async <T>(path: string) => {
    const answer = await call('GET', path);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return { url, log, call, read, close: () => app.close() };
}
