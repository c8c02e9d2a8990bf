import type { AddressInfo } from 'node:net';
import { buildServer, type Dependencies } from '../server';
import { sampleReleases } from './sample-views';

export interface RunningServer {
  url: string;
  /** What the server logged, one parsed line each. */
  log: Record<string, unknown>[];
  close(): Promise<void>;
}

/** The real server on a free port of loopback. */
export async function runServer(dependencies: Partial<Dependencies> = {}): Promise<RunningServer> {
  const log: Record<string, unknown>[] = [];
  const app = buildServer({
    releases: sampleReleases,
    identity: { commit: null, digest: null, environment: null },
    logger: { level: 'info', stream: { write: (line: string) => void log.push(JSON.parse(line)) } },
    ...dependencies,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, log, close: () => app.close() };
}
