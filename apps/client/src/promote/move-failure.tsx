import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { Problem } from '../api/problem';
import { ProblemNotice } from '../shell/problem-notice';
import { UntrustedText } from '../text/untrusted-text';

const replan = 'Look at the new plan';

interface Props {
  name: string;
  problem: Problem;
  isPlanning: boolean;
  onReplan(): void;
}

/** Why a move was not made, or that nobody knows whether it was. */
export function MoveFailure({ name, problem, isPlanning, onReplan }: Props) {
  if (problem.code === 'race-lost') {
    return (
      <MovedMeanwhile name={name} isPlanning={isPlanning} onReplan={onReplan}>
        <UntrustedText text={problem.message} /> Nothing was written. Your reason is kept.
      </MovedMeanwhile>
    );
  }
  if (!problem.mayBeDone) return <ProblemNotice title="It was not moved" problem={problem} />;
  const { message, remedy, requestId } = problem;
  const goesOn = `Once ${name} is seen to have this release, this page goes on to its pipeline.`;
  return (
    <ProblemNotice
      title="Whether it was moved is not known"
      problem={new Problem(message, `${remedy} ${goesOn}`, { requestId })}
      onRetry={onReplan}
      retryText={replan}
    />
  );
}

/** Somebody else moved the tag; the plan is no longer about what is there. */
export function MovedMeanwhile({
  name,
  isPlanning,
  onReplan,
  children,
}: Omit<Props, 'problem'> & { children: ReactNode }) {
  return (
    <div role="alert">
      <Alert
        type="warning"
        statusIconAriaLabel="Warning"
        header={`Somebody moved ${name} meanwhile`}
        action={
          <Button formAction="none" loading={isPlanning} loadingText="Making the plan" onClick={onReplan}>
            {replan}
          </Button>
        }
      >
        {children}
      </Alert>
    </div>
  );
}
