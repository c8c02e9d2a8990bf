import type { ReleaseRow } from '@sluice/contract';

/** One content, and all releases in a row that have it; the first one stands for them. */
export interface ReleaseGroup extends ReleaseRow {
  others: ReleaseRow[];
}

/** Marks releases that follow one another and have the same content as one. */
export function groupByContent(rows: readonly ReleaseRow[]): ReleaseGroup[] {
  const groups: ReleaseGroup[] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    if (group === undefined || row.digest === undefined || row.digest !== group.digest) {
      groups.push({ ...row, others: [] });
      continue;
    }
    group.others.push(row);
    // Who rejects a content rejects every later copy of it, too.
    group.rejection ??= row.rejection;
    group.environments = [...new Set([...group.environments, ...row.environments])];
    group.been = [...new Set([...group.been, ...row.been])].filter(
      (name) => !group.environments.includes(name),
    );
    group.sameContent = group.sameContent.filter((commit) => commit !== row.commit);
  }
  return groups;
}
