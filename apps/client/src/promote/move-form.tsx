import type { Move, MovePlan } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import type { InputProps } from '@cloudscape-design/components/input';
import Textarea, { type TextareaProps } from '@cloudscape-design/components/textarea';
import { useRef, useState, type FormEvent } from 'react';
import { useSession } from '../api/api-context';
import { ConfirmName, nameError } from '../shell/confirm-name';
import { reasonError } from '../shell/reason-dialog';
import { RouteButton } from '../shell/route-link';
import { shortId } from '../text/short-id';
import { environmentPath } from '../shell/environment-path';
import { MovedMeanwhile, MoveFailure } from './move-failure';
import { canOverrideGates, type MoveKind } from './move-kind';
import { OverrideForm } from './override-form';
import { useMove } from './use-move';

interface Props {
  kind: MoveKind;
  plan: MovePlan;
  /** A newer plan is on its way; until it is here, nothing can be done. */
  isPlanning: boolean;
  /** The tag has changed since the plan was created. */
  isOutdated: boolean;
  override?: string;
  onOverride(why: string): void;
  onReplan(): void;
  /** @param expects the version that was there until now */
  onMoved(move: Move, expects: string | null): void;
}

/** Asks for the reason, and for the environment's name where that is wanted; then moves the tag. */
export function MoveForm({ kind, plan, override, onOverride, onMoved, ...planning }: Props) {
  const { environment: name, isAllowed, isCurrent, to, confirm } = plan;
  const { isPlanning, isOutdated, onReplan } = planning;
  const session = useSession();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const { move, isMoving, problem } = useMove({ kind, plan, onMoved });
  const reasonField = useRef<TextareaProps.Ref>(null);
  const nameField = useRef<InputProps.Ref>(null);

  const errors = {
    reason: reasonError(reason, { limit: 500 }),
    name: nameError(typed, confirm ? name : undefined),
  };
  const mayMove = !session || session.mayMove.includes(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (errors.reason) return reasonField.current?.focus();
    if (errors.name) return nameField.current?.focus();
    void move({ reason: reason.trim(), override, confirmation: confirm ? typed : undefined });
  };
  // While it is moved, who moves it is this page.
  const movedMeanwhile = isOutdated && !isMoving && (
    <MovedMeanwhile name={name} isPlanning={isPlanning} onReplan={onReplan}>
      This plan is out of date.{isAllowed && !isCurrent && ' Your reason is kept.'}
    </MovedMeanwhile>
  );

  if (isCurrent) return movedMeanwhile;
  if (!mayMove) {
    return (
      <Alert type="info" statusIconAriaLabel="Info" header={`You have read-only access to ${name}`}>
        CONSOLE_PROMOTERS on the server lists who has permission.
      </Alert>
    );
  }
  if (!isAllowed) {
    return (
      <>
        {movedMeanwhile}
        {canOverrideGates(plan.gateResults) ? (
          <OverrideForm
            gateResults={plan.gateResults}
            isPlanning={isPlanning}
            onOverride={onOverride}
            cancel={<CancelMove name={name} />}
          />
        ) : (
          <Alert
            type="error"
            statusIconAriaLabel="Error"
            header="Blocked by a gate"
            action={<RouteButton to={environmentPath(name)}>Back to {name}</RouteButton>}
          >
            The plan shows what each gate requires.
          </Alert>
        )}
      </>
    );
  }
  return (
    <Container header={<Header variant="h2">Confirm</Header>}>
      <form className="rows move-form" onSubmit={submit} noValidate>
        <FormField
          label="Reason"
          description="Recorded in the history with your name."
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
          <ConfirmName name={name} typed={typed} isTried={isTried} fieldRef={nameField} onChange={setTyped} />
        )}
        {problem ? (
          <MoveFailure
            kind={kind}
            name={name}
            problem={problem}
            isPlanning={isPlanning}
            onReplan={onReplan}
          />
        ) : (
          movedMeanwhile
        )}
        <div className="actions">
          <Button
            variant="primary"
            formAction="submit"
            loading={isMoving || isPlanning}
            loadingText={isMoving ? 'Moving' : 'Creating plan'}
          >
            {kind === 'promotion'
              ? `Promote ${shortId(to.commit)} to ${name}`
              : `Roll ${name} back to ${shortId(to.commit)}`}
          </Button>
          <CancelMove name={name} />
        </div>
      </form>
    </Container>
  );
}

function CancelMove({ name }: { name: string }) {
  return (
    <RouteButton to={environmentPath(name)} variant="link">
      Cancel
    </RouteButton>
  );
}
