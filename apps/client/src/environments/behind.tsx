import type { EnvironmentCard } from '@sluice/contract';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEnvironment } from '../live/use-live';
import { RouteLink } from '../shell/route-link';
import { count } from '../text/count';
import { deploymentOf, type Arrival } from './deployment';

/** "9 commits behind stage", which leads to what they are. */
export function Behind({ environment }: { environment: EnvironmentCard }) {
  const { name, behindPrevious, behind, current } = environment;
  const source = useEnvironment(behindPrevious?.environment ?? '');
  if (!current) return null;
  if (!behindPrevious) return behind === undefined ? null : <BehindNewest environment={environment} />;
  const { environment: from, commits, releases } = behindPrevious;
  const distance =
    commits !== undefined ? count(commits, 'commit') : releases !== undefined && count(releases, 'release');
  if (!distance) return <span className="muted">Distance to {from} unknown</span>;
  if ((commits ?? releases) === 0) {
    const isLevel = source?.current?.commit === current.commit;
    return isLevel ? (
      <Level
        arrival={deploymentOf(environment).arrival}
        release={`release of ${from}`}
        live={`Same commit as ${from}`}
      />
    ) : (
      <StatusIndicator type="success">Not behind {from}</StatusIndicator>
    );
  }
  const query = new URLSearchParams({ from: name, to: from }).toString();
  const why = source && whyNotWaiting(from, deploymentOf(source).arrival);
  return (
    <div>
      <p>
        <StatusIndicator type="info">
          <RouteLink to={`/compare?${query}`}>
            {distance} behind {from}
          </RouteLink>
        </StatusIndicator>
      </p>
      {why !== undefined && <p className="muted">{why}</p>}
    </div>
  );
}

function BehindNewest({ environment }: { environment: EnvironmentCard }) {
  const { behind = 0 } = environment;
  if (behind > 0)
    return <StatusIndicator type="info">{count(behind, 'commit')} behind the newest release</StatusIndicator>;
  const { arrival } = deploymentOf(environment);
  return <Level arrival={arrival} release="newest release" live="Newest release" />;
}

/** The tag has what it would take; whether that is live is another question. */
function Level({ arrival, release, live }: { arrival?: Arrival; release: string; live: string }) {
  if (arrival === 'failed') return <StatusIndicator type="error">The {release} failed</StatusIndicator>;
  if (arrival === 'starting' || arrival === 'running')
    return <StatusIndicator type="in-progress">Deploying the {release}</StatusIndicator>;
  return <StatusIndicator type="success">{live}</StatusIndicator>;
}

/** Why what the tag of another environment has cannot be promoted from there. */
function whyNotWaiting(from: string, arrival: Arrival | undefined): string | undefined {
  if (arrival === 'failed') return `The release failed in ${from}.`;
  if (arrival === 'starting' || arrival === 'running') return `The release is being deployed to ${from}.`;
  return undefined;
}
