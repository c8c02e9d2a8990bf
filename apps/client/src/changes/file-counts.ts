import type { FileChanges, MovePlan } from '@sluice/contract';

export type FileCounts = NonNullable<MovePlan['fileCounts']>;

export function countsOf({ added, changed, removed }: FileChanges): FileCounts {
  return { added: added.length, changed: changed.length, removed: removed.length };
}

/** Of all kinds. */
export function filesIn({ added, changed, removed }: FileCounts): number {
  return added + changed + removed;
}

/** "3 added, 1,200 changed, 1 removed". */
export function describeCounts(counts: FileCounts): string {
  const [added, changed, removed] = [counts.added, counts.changed, counts.removed].map((number) =>
    number.toLocaleString('en'),
  );
  return `${added} added, ${changed} changed, ${removed} removed`;
}
