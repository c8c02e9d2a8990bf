import FormField from '@cloudscape-design/components/form-field';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import type { Ref } from 'react';

interface Props {
  /** What has to be typed. */
  name: string;
  typed: string;
  /** Someone tried to go on: what is wrong is said from then on. */
  isTried: boolean;
  fieldRef: Ref<InputProps.Ref>;
  onChange(typed: string): void;
}

/** Asks for the name of an environment, where that is wanted before it changes. */
export function ConfirmName({ name, typed, isTried, fieldRef, onChange }: Props) {
  return (
    <FormField label={`Type ${name} to confirm`} errorText={isTried ? nameError(typed, name) : undefined}>
      <Input
        ref={fieldRef}
        value={typed}
        autoComplete={false}
        ariaRequired
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}

/** @param name absent: none is asked for */
export function nameError(typed: string, name: string | undefined): string | undefined {
  return name === undefined || typed === name ? undefined : `Type ${name} exactly.`;
}
