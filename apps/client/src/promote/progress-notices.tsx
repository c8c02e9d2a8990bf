import type { EnvironmentCard } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import type { RunEnd } from '../live/run-status';
import { useNow } from '../live/use-now';

/** The address names a version that was never written, or that is too old to be found. */
export function Missing({ name }: { name: string }) {
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header="This version is not known">
      Neither the tag of {name} nor its recent history has it. See that the address is written right, or look
      at the history.
    </Alert>
  );
}

/** Milliseconds after which a pipeline should have noticed: CodePipeline polls once a minute at its slowest. */
const patience = 90_000;

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
        Another release took its place on the tag before the pipeline of {name} had begun.
      </Alert>
    );
  }
  if (writtenAt === undefined || now - Date.parse(writtenAt) < patience)
    return <p>The tag is moved. Waiting until the pipeline of {name} notices the new version.</p>;
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header="No run has started">
      The tag is moved, but the pipeline does not take it up. Redeploy {name} to start it by hand, and tell
      those who run the pipeline: its trigger may be off, or the transition into its first stage. The command
      sluice doctor looks at both.
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
        ? 'now runs the new release.'
        : 'got this release; another one was put on its tag since.';
    case 'failed':
      if (!isOnTag) return 'did not get this release; another one was put on its tag since.';
      return live
        ? 'goes on with what ran there before. The tag names the new release still: roll it back, or promote a better one.'
        : 'runs nothing yet: no release has run well there. Promote a better one.';
    case 'superseded':
      return 'did not get this release: a newer one took its place in the pipeline.';
    case 'stopped':
      return 'did not get this release: somebody stopped the run.';
  }
}
