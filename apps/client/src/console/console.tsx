import type { ConsoleApi } from '../api/console-api';
import { EnvironmentBoard } from '../environments/environment-board';
import { usePolling } from '../polling/use-polling';
import { ReleaseTable } from '../releases/release-table';
import { ConnectionState } from './connection-state';

interface Props {
  api: ConsoleApi;
  /** Milliseconds between two looks at the server. */
  interval?: number;
}

/** The whole page: what is where, and what could go there. */
export function Console({ api, interval = 5_000 }: Props) {
  const polling = usePolling(api.snapshot, interval);
  const now = polling.attemptedAt ?? 0;
  return (
    <>
      <header className="masthead">
        <h1>Sluice</h1>
        <p className="muted">What is where, as the bucket tells it.</p>
      </header>
      <main>
        <ConnectionState polling={polling} />
        {polling.data && (
          <>
            <EnvironmentBoard environments={polling.data.environments} now={now} />
            <ReleaseTable releases={polling.data.releases} now={now} />
          </>
        )}
      </main>
    </>
  );
}
