import type { StageProgress } from '@sluice/contract';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { UntrustedText } from '../text/untrusted-text';
import { duration } from '../text/relative-time';
import { WebLink } from '../text/web-link';
import { stageIndication } from './run-status';
import './stage-list.css';
import { useNow } from './use-now';

/** The stages of one run, side by side; errors stand below them. */
export function StageList({ stages }: { stages: StageProgress[] }) {
  const now = useNow();
  const failed = stages.filter(({ error }) => error !== undefined);
  return (
    <>
      <ol className="stages">
        {stages.map((stage) => {
          const { type, text } = stageIndication(stage.status);
          return (
            <li key={stage.name} className={`stage ${stage.status}`}>
              <span className="stage-name">
                <WebLink href={stage.url}>{stage.name}</WebLink>
              </span>
              <StatusIndicator type={type}>
                {stage.awaitsApproval ? 'Waiting for approval' : text}
              </StatusIndicator>
              <span className="muted stage-time">{timeTaken(stage, now)}</span>
            </li>
          );
        })}
      </ol>
      {failed.map(({ name, error }) => (
        <p key={name} className="stage-error">
          <strong>{name}:</strong> <UntrustedText text={error?.message ?? ''} hasLines />
        </p>
      ))}
    </>
  );
}

/** A space that breaks nothing keeps its place while nothing is known. */
function timeTaken({ startedAt, endedAt }: StageProgress, now: number): string {
  if (startedAt === undefined) return '\u00a0';
  const begin = Date.parse(startedAt);
  return duration((endedAt === undefined ? Math.max(now, begin) : Date.parse(endedAt)) - begin);
}
