import type { Run } from '@sluice/contract';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { WebLink } from '../text/web-link';
import { runIndication } from './run-status';

/** What each pipeline made of one version of a tag: "uat succeeded", with a link to its page where it has one. */
export function RunResults({ runs }: { runs: readonly Run[] }) {
  return runs.map(({ environment, executionId, status, url }) => {
    const { type, text } = runIndication(status);
    return (
      <StatusIndicator key={executionId} type={type}>
        <WebLink href={url}>{environment}</WebLink> {text.toLowerCase()}
      </StatusIndicator>
    );
  });
}
