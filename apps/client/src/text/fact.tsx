import type { ReactNode } from 'react';

/** One row of a description list: its name, and what is known. To be put into a `<dl>`. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
