import type { MovePlan } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { RefObject } from 'react';
import { CommitList } from '../changes/commit-list';
import { commitNumber, commitsInWords } from '../changes/commit-count';
import { FileChanges, FilesNotCompared } from '../changes/file-changes';
import { filesIn } from '../changes/file-counts';
import { MoveSummary } from '../changes/move-summary';
import { useAnnounce } from '../shell/use-announce';
import { count, listing } from '../text/count';
import type { MoveKind } from './move-kind';
import { GateResultList } from './gate-result-list';
import { RollbackReason } from './rollback-reason';

interface Props {
  kind: MoveKind;
  plan: MovePlan;
  /** Takes the focus when a plan takes the place of another. */
  headingRef: RefObject<HTMLDivElement | null>;
}

/** All that a person should know before saying yes. */
export function PlanDetails({ kind, plan, headingRef }: Props) {
  const { environment, environments, tag, from, to, commits, commitCount, files, gateResults } = plan;
  const others = environments.filter((name) => name !== environment);
  useAnnounce(
    JSON.stringify([to.commit, plan.expects, plan.isAllowed]),
    `The plan is ready: ${inShort(plan)}.`,
  );
  return (
    <>
      <Container
        header={
          <div ref={headingRef} tabIndex={-1} className="page-top">
            <Header variant="h2">Plan</Header>
          </div>
        }
      >
        <div className="rows">
          <MoveSummary
            from={{
              label: `In ${environment} now`,
              nothing: from ? undefined : 'Nothing: this is the first release here',
              ...from,
            }}
            to={{ label: kind === 'rollback' ? 'Goes back to' : 'To come', ...to }}
          />
          <Direction plan={plan} />
          {others.length > 0 && (
            <Alert type="info" statusIconAriaLabel="Info">
              {listing(others)} {others.length === 1 ? 'watches' : 'watch'} {tag}.zip too and{' '}
              {others.length === 1 ? 'moves' : 'move'} with {environment}.
            </Alert>
          )}
          {kind === 'rollback' && (
            <p>A hold is put on {tag}.zip, so that nothing brings the present release back by itself.</p>
          )}
          <RollbackReason plan={plan} />
          {gateResults.length > 0 && <GateResultList gateResults={gateResults} />}
        </div>
      </Container>
      {from && !plan.isCurrent && (
        <Container
          header={
            <Header
              variant="h2"
              counter={commitCount === undefined ? undefined : `(${commitNumber(commitCount)})`}
            >
              {isBack(plan) ? 'Commits that go' : 'Commits that come'}
            </Header>
          }
        >
          {commits.length > 0 ? (
            <CommitList commits={commits} total={commitCount} />
          ) : (
            <p className="muted">
              {commitCount === 0 ? 'No commit lies between.' : 'Which commits lie between is not known here.'}
            </p>
          )}
        </Container>
      )}
      {plan.filesNotCompared !== undefined && <FilesNotCompared why={plan.filesNotCompared} />}
      {files && !plan.isCurrent && <FileChanges files={files} counts={plan.fileCounts} />}
    </>
  );
}

/** "9 commits, 14 files". */
function inShort({ environment, commitCount, fileCounts, isAllowed, isCurrent }: MovePlan): string {
  if (isCurrent) return `there is nothing to do in ${environment}`;
  const parts = [
    ...(commitCount === undefined ? [] : [commitsInWords(commitCount)]),
    ...(fileCounts ? [count(filesIn(fileCounts), 'file')] : []),
    ...(isAllowed ? [] : ['a rule stands against it']),
  ];
  return parts.join(', ') || `the first release in ${environment}`;
}

const isBack = ({ ancestry }: MovePlan) => ancestry === 'descendant';

function Direction({ plan }: { plan: MovePlan }) {
  const { ancestry, commitCount, environment, isCurrent, from } = plan;
  if (isCurrent) {
    return (
      <Alert type="info" statusIconAriaLabel="Info" header={`${environment} has this content already`}>
        Nothing would be written. To run the pipeline again, for a secret that changed, redeploy it.
      </Alert>
    );
  }
  if (isBack(plan)) {
    const distance = commitCount === undefined ? '' : ` by ${commitsInWords(commitCount)}`;
    return (
      <Alert
        type="warning"
        statusIconAriaLabel="Warning"
        header={`This moves ${environment} back${distance}`}
      >
        What those commits brought is taken away again.
      </Alert>
    );
  }
  if (ancestry === 'unrelated') {
    return (
      <Alert type="warning" statusIconAriaLabel="Warning" header="The two commits are on different lines">
        Neither contains the other: some of what {environment} has now goes, too.
      </Alert>
    );
  }
  if (from && (ancestry === 'unknown' || ancestry === undefined)) {
    return (
      <Alert type="info" statusIconAriaLabel="Info">
        Whether this goes forward or back is not known here: the server has no clone that tells.
      </Alert>
    );
  }
  return null;
}
