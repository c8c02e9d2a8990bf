import type { EnvironmentCard } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import type { RunEnd } from '../live/run-status';
import { useNow } from '../live/use-now';

/** The address names a version that was never written, or that is too old to be found. */
export function Missing({ name }: { name: string }) {
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header="Version not found">
      The tag of {name} and its recent history do not contain this version. Check the address, or open the
      history.
    </Alert>
  );
}

/** Milliseconds after which a pipeline should have noticed: CodePipeline polls once a minute at its slowest. */
const timeoutMs = 90_000;

interface WithoutRunProps {
  name: string;
  isOnTag: boolean;
  /** ISO 8601; absent while the board does not show the version yet. */
  writtenAt?: string;
}

/** No run carries the version: not yet, or never. */
export function WithoutRun({ name, isOnTag, writtenAt }: WithoutRunProps) {
  const now = useNow();
  if (!isOnTag) {
    return (
      <Alert type="warning" statusIconAriaLabel="Warning" header="No run has started">
        Another release replaced it on the tag before the pipeline of {name} started.
      </Alert>
    );
  }
  if (writtenAt === undefined || now - Date.parse(writtenAt) < timeoutMs)
    return <p>The tag has changed. Waiting for the pipeline of {name} to start.</p>;
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header="No run has started">
      The tag has changed, but the pipeline has not started. Redeploy {name} to start it manually. The trigger
      of the pipeline, or the transition into its first stage, may be disabled; the command sluice doctor
      checks both.
    </Alert>
  );
}

const types = { succeeded: 'success', failed: 'error', superseded: 'warning', stopped: 'warning' } as const;
const headers = { succeeded: 'Succeeded', failed: 'Failed', superseded: 'Superseded', stopped: 'Stopped' };

interface RunEndedProps {
  end: RunEnd;
  environment: EnvironmentCard;
  isOnTag: boolean;
}

/** What it means for the environment that the run ended so. */
export function RunEnded({ end, environment, isOnTag }: RunEndedProps) {
  return (
    <Alert type={types[end]} statusIconAriaLabel={headers[end]} header={headers[end]}>
      {environment.name} {meaning(end, environment, isOnTag)}
    </Alert>
  );
}

function meaning(end: RunEnd, { live }: EnvironmentCard, isOnTag: boolean): string {
  switch (end) {
    case 'succeeded':
      return isOnTag
        ? 'now runs this release.'
        : 'received this release; its tag has moved to another release since.';
    case 'failed':
      if (!isOnTag) return 'did not receive this release; its tag has moved to another release since.';
      return live
        ? 'still runs the previous version. The tag still has this release: roll back, or promote another release.'
        : 'runs nothing: no release has been deployed successfully. Promote another release.';
    case 'superseded':
      return 'did not receive this release: a newer release superseded it in the pipeline.';
    case 'stopped':
      return 'did not receive this release: the execution was stopped.';
  }
}
