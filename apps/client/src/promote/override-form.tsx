import type { GateResult } from '@sluice/contract';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Textarea, { type TextareaProps } from '@cloudscape-design/components/textarea';
import { useRef, useState, type ReactNode } from 'react';
import { reasonError } from '../shell/reason-dialog';
import { listing } from '../text/count';

interface Props {
  gateResults: GateResult[];
  isPlanning: boolean;
  onOverride(why: string): void;
  /** The way out of this plan. */
  cancel: ReactNode;
}

/** Asks why rules are to be bypassed once; the plan is then made again with that. */
export function OverrideForm({ gateResults, isPlanning, onOverride, cancel }: Props) {
  const [why, setWhy] = useState('');
  const [isTried, setTried] = useState(false);
  const field = useRef<TextareaProps.Ref>(null);
  const error = reasonError(why, { limit: 500 });
  const against = new Set(gateResults.filter(({ ok }) => !ok).map(({ label }) => label));
  return (
    <Container
      header={
        <Header variant="h2" description={`You can bypass once: ${listing([...against])}.`}>
          Blocked by a gate
        </Header>
      }
    >
      <form
        className="rows move-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (error) field.current?.focus();
          else onOverride(why.trim());
        }}
      >
        <FormField
          label="Reason for bypassing"
          description="Recorded in the history with your name."
          errorText={isTried ? error : undefined}
          stretch
        >
          <Textarea
            ref={field}
            value={why}
            rows={3}
            ariaRequired
            onChange={({ detail }) => setWhy(detail.value)}
          />
        </FormField>
        <div className="actions">
          <Button formAction="submit" loading={isPlanning} loadingText="Creating plan">
            Plan with this override
          </Button>
          {cancel}
        </div>
      </form>
    </Container>
  );
}
