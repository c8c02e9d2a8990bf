import Button from '@cloudscape-design/components/button';
import { lazy, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import { useApi, useSession } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { useReleaseChanges } from '../live/use-release-changes';
import { Page } from '../shell/page';
import { Placeholder } from '../shell/placeholder';
import { ProblemNotice } from '../shell/problem-notice';
import { UntrustedText } from '../text/untrusted-text';
import { shortId } from '../text/short-id';
import { visibleText } from '../text/visible-text';
import { ArchiveFacts } from './archive-facts';
import { ViewBoundary } from '../shell/view-boundary';
import { whyNoRejection } from './rejecting';
import { PromoteTargets } from './promote-targets';
import { ReleaseProvenance } from './release-provenance';

const RejectDialog = lazy(() => import('./reject-dialog'));

/** `/releases/:commit`: one archive, where it is, and where it can be promoted to. */
export default function ReleaseView() {
  const { commit = '' } = useParams();
  const api = useApi();
  const session = useSession();
  const releaseChanges = useReleaseChanges();
  const release = useResource(commit, (signal) => api.release(commit, signal), releaseChanges);
  const [isAsking, setAsking] = useState(false);
  const { data, problem, reload } = release;
  const isRejected = data?.rejection !== undefined;
  const forbidden = whyNoRejection(session);
  return (
    <Page
      title={`Release ${visibleText(shortId(commit))}`}
      heading={data?.subject === undefined ? undefined : <UntrustedText text={data.subject} limit={160} />}
      actions={
        <Button
          disabled={!data || forbidden !== undefined}
          disabledReason={forbidden}
          onClick={() => setAsking(true)}
        >
          {isRejected ? 'Undo rejection' : 'Reject'}
        </Button>
      }
    >
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && !problem && <Placeholder height="20rem" label="Loading" />}
      {data && <ArchiveFacts release={data} />}
      {data && <ReleaseProvenance commit={data.commit} />}
      {data && <PromoteTargets commit={data.commit} isRejected={isRejected} />}
      <ViewBoundary what="This dialog">
        <Suspense>
          {isAsking && data && (
            <RejectDialog
              commit={data.commit}
              isUndoing={isRejected}
              onDone={reload}
              onClose={() => setAsking(false)}
            />
          )}
        </Suspense>
      </ViewBoundary>
    </Page>
  );
}
