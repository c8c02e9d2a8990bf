import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import type { InputProps } from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import Textarea, { type TextareaProps } from '@cloudscape-design/components/textarea';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { asProblem, type Problem } from '../api/problem';
import { ConfirmName, nameError } from './confirm-name';
import { useNotices } from './notices';
import { ProblemNotice } from './problem-notice';

interface Props {
  title: string;
  /** What will be so afterwards. */
  children: ReactNode;
  action: string;
  /** Absent: no reason is asked for. */
  reason?: { limit: number; isOptional?: boolean; description: string };
  /** A name that must be typed; absent: none. */
  name?: string;
  /** Does it; the dialog stays and shows the problem when it throws. */
  onConfirm(reason: string, typed: string): Promise<void>;
  onClose(): void;
}

/**
 * Asks before an operation: why, and whether really. The focus is held within, and goes back when it closes. It stays until
 * the operation has ended; who leaves the page before that is told of a problem by a notice.
 */
export default function ReasonDialog({ title, children, action, reason, name, onConfirm, onClose }: Props) {
  const [text, setText] = useState('');
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const tell = useNotices();
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => void (isHere.current = false);
  }, []);
  const field = useRef<TextareaProps.Ref>(null);
  const nameField = useRef<InputProps.Ref>(null);
  const error = reason && reasonError(text, reason);

  const confirm = async () => {
    setTried(true);
    if (error) return field.current?.focus();
    if (nameError(typed, name)) return nameField.current?.focus();
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm(text.trim(), typed);
      onClose();
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (!isHere.current) tell({ type: 'error', text: `${title} ${problem.message} ${problem.remedy}` });
      setProblem(problem);
      setBusy(false);
    }
  };
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel="Close"
      onDismiss={() => !isBusy && onClose()}
      footer={
        <div className="actions dialog-actions">
          <Button variant="link" disabled={isBusy} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" loading={isBusy} loadingText="Working" onClick={() => void confirm()}>
            {action}
          </Button>
        </div>
      }
    >
      <div className="rows">
        <div>{children}</div>
        {reason && (
          <FormField
            label={reason.isOptional ? 'Reason (optional)' : 'Reason'}
            description={reason.description}
            errorText={isTried ? error : undefined}
            stretch
          >
            <Textarea
              ref={field}
              value={text}
              rows={3}
              ariaRequired={!reason.isOptional}
              onChange={({ detail }) => setText(detail.value)}
            />
          </FormField>
        )}
        {name !== undefined && (
          <ConfirmName name={name} typed={typed} isTried={isTried} fieldRef={nameField} onChange={setTyped} />
        )}
        {problem && <ProblemNotice problem={problem} />}
      </div>
    </Modal>
  );
}

export function reasonError(
  text: string,
  { limit, isOptional = false }: { limit: number; isOptional?: boolean },
): string | undefined {
  const { length } = text.trim();
  if (length === 0 && !isOptional) return 'Enter a reason. It is recorded in the history.';
  if (length > limit) return `Use at most ${limit} characters (currently ${length}).`;
  return undefined;
}
