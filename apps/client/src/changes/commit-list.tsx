import type { Commit } from '@sluice/contract';
import { CommitId } from '../text/commit-id';
import { Person } from '../text/person';
import { CommitPage } from '../text/repository-links';
import { UntrustedText } from '../text/untrusted-text';
import { Moment } from '../text/moment';
import './changes.css';
import { unlistedCommits } from './commit-count';
import { ShowMore, useProgressive } from './progressive';

interface Props {
  commits: Commit[];
  /** How many there are in all, when these are not all. */
  total?: number;
}

/** Newest first. */
export function CommitList({ commits, total = commits.length }: Props) {
  const unlisted = unlistedCommits(total, commits.length);
  const { shown, more, showMore } = useProgressive(commits, 20);
  return (
    <div className="rows">
      <ol className="commits" aria-label="Commits, newest first">
        {shown.map(({ sha, subject, author, committedAt }) => (
          <li key={sha}>
            <CommitPage commit={sha}>
              <CommitId commit={sha} />
            </CommitPage>
            <span className="commit-words">
              <UntrustedText text={subject} />{' '}
              <span className="muted">
                <Person text={author} />, <Moment at={committedAt} />
              </span>
            </span>
          </li>
        ))}
      </ol>
      <ShowMore more={more} noun="commit" onClick={showMore} />
      {more === 0 && unlisted && <p className="muted">{unlisted}</p>}
    </div>
  );
}
