import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { Problem } from '../api/problem';
import { ProblemNotice } from '../shell/problem-notice';
import { UntrustedText } from '../text/untrusted-text';
import { moveNames, type MoveKind } from './move-kind';

const replan = 'Review the new plan';

interface Props {
  kind: MoveKind;
  name: string;
  problem: Problem;
  isPlanning: boolean;
  onReplan(): void;
}

/** Why a move was not made, or that nobody knows whether it was. */
export function MoveFailure({ kind, name, problem, isPlanning, onReplan }: Props) {
  if (problem.code === 'race-lost') {
    return (
      <MovedMeanwhile name={name} isPlanning={isPlanning} onReplan={onReplan}>
        <UntrustedText text={problem.message} /> Nothing was written. Your reason is kept.
      </MovedMeanwhile>
    );
  }
  if (!problem.mayBeDone) return <ProblemNotice title={`${moveNames[kind]} failed`} problem={problem} />;
  const { message, remedy, requestId } = problem;
  const goesOn = `This page shows the pipeline as soon as ${name} has this release.`;
  return (
    <ProblemNotice
      title={`${moveNames[kind]} status unknown`}
      problem={new Problem(message, `${remedy} ${goesOn}`, { requestId })}
      onRetry={onReplan}
      retryText={replan}
    />
  );
}

/** Someone else moved the tag; the plan is no longer about what is there. */
export function MovedMeanwhile({
  name,
  isPlanning,
  onReplan,
  children,
}: Omit<Props, 'kind' | 'problem'> & { children: ReactNode }) {
  return (
    <div role="alert">
      <Alert
        type="warning"
        statusIconAriaLabel="Warning"
        header={`${name} was changed by someone else`}
        action={
          <Button formAction="none" loading={isPlanning} loadingText="Creating plan" onClick={onReplan}>
            {replan}
          </Button>
        }
      >
        {children}
      </Alert>
    </div>
  );
}
