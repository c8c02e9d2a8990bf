import type { EnvironmentCard } from '@sluice/contract';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEnvironment } from '../live/use-live';
import { RouteLink } from '../shell/route-link';
import { count } from '../text/count';

/** "9 commits behind stage", which leads to what they are. */
export function Behind({
  environment: { name, behindPrevious, behind, current },
}: {
  environment: EnvironmentCard;
}) {
  if (!current) return null;
  if (!behindPrevious) return behind === undefined ? null : <BehindNewest behind={behind} />;
  const { environment, commits, releases } = behindPrevious;
  const distance =
    commits !== undefined ? count(commits, 'commit') : releases !== undefined && count(releases, 'release');
  if (!distance) return <span className="muted">Distance to {environment} unknown</span>;
  if ((commits ?? releases) === 0) return <NotBehind environment={environment} commit={current.commit} />;
  const query = new URLSearchParams({ from: name, to: environment }).toString();
  return (
    <StatusIndicator type="info">
      <RouteLink to={`/compare?${query}`}>
        {distance} behind {environment}
      </RouteLink>
    </StatusIndicator>
  );
}

/** Nothing of the other is missing here; this one can still be ahead. */
function NotBehind({ environment, commit }: { environment: string; commit?: string }) {
  const isLevel = useEnvironment(environment)?.current?.commit === commit;
  return (
    <StatusIndicator type="success">
      {isLevel ? 'Same commit as' : 'Not behind'} {environment}
    </StatusIndicator>
  );
}

function BehindNewest({ behind }: { behind: number }) {
  return behind === 0 ? (
    <StatusIndicator type="success">Newest release</StatusIndicator>
  ) : (
    <StatusIndicator type="info">{count(behind, 'commit')} behind the newest release</StatusIndicator>
  );
}
