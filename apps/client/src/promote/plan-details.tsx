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
import { ComparePage } from '../text/repository-links';
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
  useAnnounce(JSON.stringify([to.commit, plan.expects, plan.isAllowed]), `Plan ready: ${inShort(plan)}.`);
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
              label: `Current version in ${environment}`,
              nothing: from ? undefined : 'Nothing deployed yet',
              ...from,
            }}
            to={{ label: kind === 'rollback' ? 'Roll back to' : 'New version', ...to }}
          />
          <Direction plan={plan} />
          {others.length > 0 && (
            <Alert type="info" statusIconAriaLabel="Info">
              {listing(others)} {others.length === 1 ? 'watches' : 'watch'} {tag}.zip too and{' '}
              {others.length === 1 ? 'moves' : 'move'} with {environment}.
            </Alert>
          )}
          {kind === 'rollback' && (
            <p>{tag}.zip is put on hold, so that the current release is not deployed again automatically.</p>
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
              actions={
                <ComparePage
                  {...(isBack(plan)
                    ? { from: to.commit, to: from.commit }
                    : { from: from.commit, to: to.commit })}
                />
              }
              counter={commitCount === undefined ? undefined : `(${commitNumber(commitCount)})`}
            >
              {isBack(plan) ? 'Commits removed' : 'Commits added'}
            </Header>
          }
        >
          {commits.length > 0 ? (
            <CommitList commits={commits} total={commitCount} />
          ) : (
            <p className="muted">
              {commitCount === 0 ? 'No commits between them.' : 'The commits between them are unknown.'}
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
  if (isCurrent) return `nothing to do in ${environment}`;
  const parts = [
    ...(commitCount === undefined ? [] : [commitsInWords(commitCount)]),
    ...(fileCounts ? [count(filesIn(fileCounts), 'file')] : []),
    ...(isAllowed ? [] : ['blocked by a gate']),
  ];
  return parts.join(', ') || `the first release in ${environment}`;
}

const isBack = ({ ancestry }: MovePlan) => ancestry === 'descendant';

function Direction({ plan }: { plan: MovePlan }) {
  const { ancestry, commitCount, environment, isCurrent, from } = plan;
  if (isCurrent) {
    return (
      <Alert type="info" statusIconAriaLabel="Info" header={`${environment} already has this content`}>
        Nothing would be written. To run the pipeline again, for example after a secret has changed, redeploy
        this environment.
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
        The changes of those commits are removed.
      </Alert>
    );
  }
  if (ancestry === 'unrelated') {
    return (
      <Alert type="warning" statusIconAriaLabel="Warning" header="The two commits are on different branches">
        Neither contains the other. Some changes that {environment} has now are removed.
      </Alert>
    );
  }
  if (from && (ancestry === 'unknown' || ancestry === undefined)) {
    return (
      <Alert type="info" statusIconAriaLabel="Info">
        The direction is unknown: the server has no clone of the repository.
      </Alert>
    );
  }
  return null;
}
