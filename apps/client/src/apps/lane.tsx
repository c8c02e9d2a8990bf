import type { Board, EnvironmentCard } from '@sluice/contract';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { deploymentOf } from '../environments/deployment';
import { count } from '../text/count';
import { Moment } from '../text/moment';
import { People } from '../text/person';
import { shortId } from '../text/short-id';
import { shortened } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';
import { environmentPath } from '../shell/environment-path';

/** The way of one app in one line: what is live in each environment, and what waits. */
export function Lane({ app, board }: { app: string; board: Board }) {
  return (
    <ol className="lane" aria-label={`Environments of ${app}, in promotion order`}>
      {board.environments.map((environment) => (
        <li key={environment.name} className={stateOf(environment)}>
          <Stop app={app} environment={environment} />
        </li>
      ))}
    </ol>
  );
}

/** Gives the mark beside an environment its color. */
function stateOf(environment: EnvironmentCard): 'live' | 'failed' | 'deploying' | undefined {
  const { live, arrival } = deploymentOf(environment);
  if (arrival === 'failed') return 'failed';
  if (arrival === 'starting' || arrival === 'running') return 'deploying';
  return live && !live.isAssumed ? 'live' : undefined;
}

function Stop({ app, environment }: { app: string; environment: EnvironmentCard }) {
  const { name, waiting, hold } = environment;
  const { live, arrival } = deploymentOf(environment);
  const href = `/apps/${encodeURIComponent(app)}${environmentPath(name)}`;
  return (
    <>
      <p>
        <a className="app-link" href={href}>
          {name}
        </a>{' '}
        {arrival === 'failed' && <StatusIndicator type="error">Failed</StatusIndicator>}
        {(arrival === 'running' || arrival === 'starting') && (
          <StatusIndicator type="in-progress">Deploying</StatusIndicator>
        )}
        {hold && <StatusIndicator type="stopped">On hold</StatusIndicator>}
      </p>
      {live ? (
        <p className="lane-live">
          <bdi>{visibleText(shortened(live.subject ?? 'No subject', 80))}</bdi>{' '}
          <code className="commit">{shortId(live.commit ?? '')}</code>{' '}
          {live.since !== undefined && <Moment at={live.since} />}
        </p>
      ) : (
        <p className="muted">Nothing is live</p>
      )}
      {waiting && (
        <p className="lane-waiting">
          <StatusIndicator type={waiting.gateResults.length > 0 ? 'warning' : 'info'}>
            {waiting.commits === undefined
              ? 'A release waits'
              : `${count(waiting.commits, 'commit')} waiting`}
            {waiting.gateResults.length > 0 &&
              `, ${waiting.gateResults.map(({ label }) => label.toLowerCase()).join(', ')}`}
          </StatusIndicator>{' '}
          <People names={waiting.authors} most={3} />
        </p>
      )}
    </>
  );
}
