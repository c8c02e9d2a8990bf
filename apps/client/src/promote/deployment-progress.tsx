import type { EnvironmentCard } from '@sluice/contract';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { endOf, runIndication } from '../live/run-status';
import { StageList } from '../live/stage-list';
import { useEnvironment } from '../live/use-live';
import { Placeholder } from '../shell/placeholder';
import { ProblemNotice } from '../shell/problem-notice';
import { RouteButton } from '../shell/route-link';
import { CommitId } from '../text/commit-id';
import { UntrustedText } from '../text/untrusted-text';
import { WebLink } from '../text/web-link';
import { environmentPath } from '../shell/environment-path';
import { Missing, RunEnded, WithoutRun } from './progress-notices';
import { useWatchedRun, type WatchedRun } from './use-watched-run';

interface Props {
  /** All that watch the tag. */
  environments: string[];
  /** The version of the tag that was written. */
  version: string;
  /** The version that was there before, when it was written just now. */
  replaced?: string | null;
}

/** The pipelines of a version that was written, live until their ends. */
export function DeploymentProgress({ environments, ...versions }: Props) {
  return environments.map((name) => <Progress key={name} name={name} {...versions} />);
}

function Progress({ name, ...versions }: Omit<Props, 'environments'> & { name: string }) {
  const environment = useEnvironment(name);
  if (!environment) return <Placeholder height="12rem" label="Loading" />;
  return <ProgressOf environment={environment} {...versions} />;
}

function ProgressOf({
  environment,
  version,
  replaced,
}: Omit<Props, 'environments'> & { environment: EnvironmentCard }) {
  const { name } = environment;
  const watched = useWatchedRun(environment, version, replaced);
  const { run, stages, problem, isOnTag, writtenAt } = watched;
  const end = run && endOf(run.status);
  return (
    <Container
      header={
        <Header variant="h2" actions={<Status {...watched} />}>
          <WebLink href={run?.url}>Pipeline of {name}</WebLink>
        </Header>
      }
      footer={
        <div className="actions">
          {end === 'failed' && isOnTag && (
            <RouteButton to={`${environmentPath(name)}/rollback`} variant="primary">
              Roll back
            </RouteButton>
          )}
          {end === 'succeeded' && isOnTag && environment.url !== undefined && (
            <WebLink href={environment.url}>Open {name}</WebLink>
          )}
          <RouteButton to="/">All environments</RouteButton>
          <RouteButton to={environmentPath(name)}>History of {name}</RouteButton>
        </div>
      }
    >
      <div className="rows progress">
        {environment.current?.versionId === version && <WhatGoes {...environment.current} />}
        {stages.length > 0 && <StageList stages={stages} />}
        {problem && <ProblemNotice problem={problem} onRetry={watched.reload} />}
        {!problem && watched.version === 'sought' && <p>Searching the history for this version.</p>}
        {watched.version === 'missing' && <Missing name={name} />}
        {!problem && watched.version === 'known' && !run && (
          <WithoutRun name={name} isOnTag={isOnTag} writtenAt={writtenAt} />
        )}
        {end && <RunEnded end={end} environment={environment} isOnTag={isOnTag} />}
      </div>
    </Container>
  );
}

function Status({ run, version, problem }: WatchedRun) {
  if (run) {
    const { type, text } = runIndication(run.status);
    return <StatusIndicator type={type}>{text}</StatusIndicator>;
  }
  if (version === 'missing' || problem) return <StatusIndicator type="warning">Unknown</StatusIndicator>;
  return <StatusIndicator type="pending">Waiting</StatusIndicator>;
}

function WhatGoes({ commit, subject }: { commit?: string; subject?: string }) {
  return (
    <p>
      <CommitId commit={commit} isLink />{' '}
      {subject !== undefined && <UntrustedText text={subject} limit={160} />}
    </p>
  );
}
