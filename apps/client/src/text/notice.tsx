import type { ReactNode } from 'react';

interface Props {
  tone: 'neutral' | 'warning' | 'error';
  title: string;
  children?: ReactNode;
}

/** A message that stands in the place of, or above, what could not be shown. Only errors interrupt a reader. */
export function Notice({ tone, title, children }: Props) {
  return (
    <div className={`notice ${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      <strong>{title}</strong>
      {children}
    </div>
  );
}
