import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import Textarea, { type TextareaProps } from '@cloudscape-design/components/textarea';
import type { Move, MovePlan } from '@sluice/console-api';
import { useRef, useState, type FormEvent } from 'react';
import { useApi, useSession } from '../api/api-context';
import { asProblem, type Problem } from '../api/problem';
import { ProblemNotice } from '../shell/problem-notice';
import { reasonError } from '../shell/reason-dialog';
import { shortId } from '../text/short-id';
import { canOverride, type MoveKind } from './move-kind';
import { OverrideForm } from './override-form';

interface Props {
  kind: MoveKind;
  plan: MovePlan;
  /** A newer plan is on its way; until it is here, nothing can be done. */
  isPlanning: boolean;
  override?: string;
  onOverride(why: string): void;
  onPlanAnew(): void;
  /** @param expects the version that was there until now */
  onMoved(move: Move, expects: string | null): void;
}

/** Asks for the reason, and for the environment's name where that is wanted; then moves the tag. */
export function MoveForm({ kind, plan, isPlanning, override, onOverride, onPlanAnew, onMoved }: Props) {
  const { environment: name, isAllowed, isCurrent, expects, to, confirm } = plan;
  const api = useApi();
  const session = useSession();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const [isMoving, setMoving] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const reasonField = useRef<TextareaProps.Ref>(null);
  const nameField = useRef<InputProps.Ref>(null);
  if (isCurrent) return null;

  const errors = {
    reason: reasonError(reason, { limit: 500 }),
    name: confirm && typed !== name ? `Type ${name}, as it is written here.` : undefined,
  };
  const mayMove = !session || session.mayMove.includes(name);
  const move = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (errors.reason) return reasonField.current?.focus();
    if (errors.name) return nameField.current?.focus();
    setMoving(true);
    setProblem(undefined);
    const confirmation = confirm ? typed : undefined;
    const request = { commit: to.commit, expects, reason: reason.trim(), override, confirmation };
    try {
      const deed = kind === 'promotion' ? api.promote : api.rollBack;
      onMoved(await deed(name, request), expects);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setMoving(false);
    }
  };
  const planAnew = () => {
    setProblem(undefined);
    onPlanAnew();
  };

  if (!mayMove) {
    return (
      <Alert type="info" statusIconAriaLabel="Info" header={`You may look, but not move ${name}`}>
        CONSOLE_PROMOTERS on the server says who may.
      </Alert>
    );
  }
  if (!isAllowed) {
    if (canOverride(kind, plan.verdicts))
      return <OverrideForm verdicts={plan.verdicts} isPlanning={isPlanning} onOverride={onOverride} />;
    return (
      <Alert type="error" statusIconAriaLabel="Error" header="The rules do not allow this">
        What each of them asks for stands in the plan.
      </Alert>
    );
  }
  return (
    <Container header={<Header variant="h2">Confirm</Header>}>
      <form className="rows move-form" onSubmit={(event) => void move(event)} noValidate>
        <FormField
          label="Reason"
          description="The history will show it, with your name."
          errorText={isTried ? errors.reason : undefined}
          stretch
        >
          <Textarea
            ref={reasonField}
            value={reason}
            rows={3}
            ariaRequired
            onChange={({ detail }) => setReason(detail.value)}
          />
        </FormField>
        {confirm && (
          <FormField label={`Type ${name} to confirm`} errorText={isTried ? errors.name : undefined}>
            <Input
              ref={nameField}
              value={typed}
              autoComplete={false}
              ariaRequired
              onChange={({ detail }) => setTyped(detail.value)}
            />
          </FormField>
        )}
        {problem?.code === 'race-lost' ? (
          <RaceLost name={name} problem={problem} onPlanAnew={planAnew} />
        ) : (
          problem && <ProblemNotice title="It was not moved" problem={problem} />
        )}
        <div className="actions">
          <Button
            variant="primary"
            formAction="submit"
            loading={isMoving || isPlanning}
            loadingText={isMoving ? 'Moving' : 'Making the plan'}
          >
            {kind === 'promotion'
              ? `Promote ${shortId(to.commit)} to ${name}`
              : `Roll ${name} back to ${shortId(to.commit)}`}
          </Button>
        </div>
      </form>
    </Container>
  );
}

function RaceLost({ name, problem, onPlanAnew }: { name: string; problem: Problem; onPlanAnew(): void }) {
  return (
    <div role="alert">
      <Alert
        type="warning"
        statusIconAriaLabel="Warning"
        header={`Somebody moved ${name} meanwhile`}
        action={
          <Button formAction="none" onClick={onPlanAnew}>
            Look at the new plan
          </Button>
        }
      >
        {problem.message} Nothing was written. Your reason is kept.
      </Alert>
    </div>
  );
}
