import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { EnvironmentCard } from '@sluice/console-api';
import { runIndication } from '../live/run-status';
import { StageList } from '../live/stage-list';
import { Moment } from '../text/moment';
import { WebLink } from '../text/web-link';

/** The newest run of an environment's pipeline, as far as it got. */
export function PipelineState({ environment }: { environment: EnvironmentCard }) {
  const { run, stages, pipeline } = environment;
  if (!run) return <p className="muted pipeline">No run of {pipeline} is known.</p>;
  const { type, text } = runIndication(run.status);
  return (
    <section className="pipeline rows" aria-label={`Pipeline of ${environment.name}`}>
      <div className="pipeline-head">
        <WebLink href={run.url}>Pipeline</WebLink>
        <StatusIndicator type={type}>{text}</StatusIndicator>
        <Moment at={run.updatedAt} />
      </div>
      <StageList stages={stages} />
    </section>
  );
}
