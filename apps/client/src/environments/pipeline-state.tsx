import type { EnvironmentCard } from '@sluice/contract';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { runIndication } from '../live/run-status';
import { StageList } from '../live/stage-list';
import { Moment } from '../text/moment';
import { WebLink } from '../text/web-link';

/** The newest run of an environment's pipeline, as far as it got. */
export function PipelineState({ environment }: { environment: EnvironmentCard }) {
  const { run, stages, pipeline, pipelineUrl, awaitsRun, current } = environment;
  if (awaitsRun && current) return <AboutToStart environment={environment} since={current.writtenAt} />;
  if (!run)
    return (
      <p className="muted pipeline">
        <WebLink href={pipelineUrl}>{pipeline}</WebLink> has not run yet.
      </p>
    );
  const { type, text } = runIndication(run.status);
  return (
    <Frame name={environment.name}>
      <div className="pipeline-head">
        <WebLink href={run.url ?? pipelineUrl}>Pipeline</WebLink>
        <StatusIndicator type={type}>{text}</StatusIndicator>
        <Moment at={run.updatedAt} />
      </div>
      <StageList stages={stages} />
    </Frame>
  );
}

/** The stages of the run before it, still empty: what that one came to is no longer the question. */
function AboutToStart({
  environment: { name, stages },
  since,
}: {
  environment: EnvironmentCard;
  since: string;
}) {
  return (
    <Frame name={name}>
      <div className="pipeline-head">
        <span>Pipeline</span>
        <StatusIndicator type="pending">Starting</StatusIndicator>
        <Moment at={since} />
      </div>
      <StageList stages={stages.map((stage) => ({ name: stage.name, status: 'waiting' }))} />
    </Frame>
  );
}

function Frame({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="pipeline rows" aria-label={`Pipeline of ${name}`}>
      {children}
    </section>
  );
}
