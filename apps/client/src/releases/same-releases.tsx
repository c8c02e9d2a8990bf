import type { ReleaseRow } from '@sluice/contract';
import { CommitId } from '../text/commit-id';
import { count } from '../text/count';
import { shortened } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';

/** The other releases that a row stands for, on demand. */
export function SameReleases({ others }: { others: ReleaseRow[] }) {
  if (others.length === 0) return null;
  return (
    <details className="same-releases">
      <summary>{count(others.length, 'more release')} with the same content</summary>
      <ul className="plain-list">
        {others.map(({ commit, subject, rejection }) => (
          <li key={commit}>
            <CommitId commit={commit} isLink />{' '}
            <bdi>{visibleText(shortened(subject ?? 'No subject', 100))}</bdi>
            {rejection && <span className="muted"> (rejected)</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
