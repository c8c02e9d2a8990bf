import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { endOf, runIndication, type RunEnd } from '../live/run-status';
import { StageList } from '../live/stage-list';
import { useEnvironment } from '../live/use-live';
import { useNow } from '../live/use-now';
import { Placeholder } from '../shell/placeholder';
import { RouteButton } from '../shell/route-link';
import { CommitId } from '../text/commit-id';
import { ForeignText } from '../text/foreign-text';
import { WebLink } from '../text/web-link';
import { useWatchedRun } from './use-watched-run';

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

/** Milliseconds after which a pipeline should have noticed: CodePipeline polls once a minute at its slowest. */
const patience = 90_000;

function Progress({ name, version, replaced }: Omit<Props, 'environments'> & { name: string }) {
  const environment = useEnvironment(name);
  const { run, stages } = useWatchedRun(name, version, replaced);
  const [since] = useState(Date.now);
  const now = useNow();
  if (!environment) return <Placeholder height="12rem" label="Loading" />;
  const end = run && endOf(run.status);
  const { type, text } = run ? runIndication(run.status) : { type: 'pending' as const, text: 'Waiting' };
  return (
    <Container
      header={
        <Header variant="h2" actions={<StatusIndicator type={type}>{text}</StatusIndicator>}>
          <WebLink href={run?.url}>Pipeline of {name}</WebLink>
        </Header>
      }
      footer={
        <div className="actions">
          <RouteButton to="/">All environments</RouteButton>
          <RouteButton to={`/environments/${encodeURIComponent(name)}`}>History of {name}</RouteButton>
          {end === 'failed' && (
            <RouteButton to={`/environments/${encodeURIComponent(name)}/rollback`}>Roll back</RouteButton>
          )}
        </div>
      }
    >
      <div className="rows progress">
        {environment.current?.versionId === version && <WhatGoes {...environment.current} />}
        {stages.length > 0 && <StageList stages={stages} />}
        {!run && now - since < patience && (
          <p>The tag is moved. Waiting until the pipeline of {name} notices the new version.</p>
        )}
        {!run && now - since >= patience && (
          <Alert type="warning" statusIconAriaLabel="Warning" header="No run has started">
            The tag is moved, but the pipeline does not take it up. See that its trigger is on and that the
            transition into its first stage is not switched off; sluice doctor looks at both.
          </Alert>
        )}
        {end && <End end={end} name={name} />}
      </div>
    </Container>
  );
}

function WhatGoes({ commit, subject }: { commit?: string; subject?: string }) {
  return (
    <p>
      <CommitId commit={commit} isLink />{' '}
      {subject !== undefined && <ForeignText text={subject} limit={160} />}
    </p>
  );
}

const ends: Record<RunEnd, { type: 'success' | 'error' | 'warning'; header: string; text: string }> = {
  succeeded: { type: 'success', header: 'Succeeded', text: 'now runs the new release.' },
  failed: {
    type: 'error',
    header: 'Failed',
    text: 'goes on with what ran there before. The tag names the new release still: roll it back, or promote a better one.',
  },
  superseded: {
    type: 'warning',
    header: 'Superseded',
    text: 'did not get this release: a newer one took its place in the pipeline.',
  },
  stopped: {
    type: 'warning',
    header: 'Stopped',
    text: 'did not get this release: somebody stopped the run.',
  },
};

function End({ end, name }: { end: RunEnd; name: string }) {
  const { type, header, text } = ends[end];
  return (
    <Alert type={type} statusIconAriaLabel={header} header={header}>
      {name} {text}
    </Alert>
  );
}
