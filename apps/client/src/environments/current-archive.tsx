import type { EnvironmentView } from '@sluice/release';
import { CommitId } from '../text/commit-id';
import { ForeignText } from '../text/foreign-text';
import { Moment } from '../text/moment';
import { RunLink } from '../text/run-link';

interface Props {
  archive: NonNullable<EnvironmentView['current']>;
  now: number;
}

/** Which commit is there, since when, by whom, why. */
export function CurrentArchive({ archive, now }: Props) {
  return (
    <>
      <p className="subject">
        <ForeignText text={archive.subject ?? 'No subject was recorded.'} />
      </p>
      <dl>
        <dt>Commit</dt>
        <dd>
          <CommitId commit={archive.commit} />
        </dd>
        <dt>Since</dt>
        <dd>
          <Moment at={archive.writtenAt} now={now} />
        </dd>
        <dt>By</dt>
        <dd>
          {archive.actor ? <ForeignText text={archive.actor} /> : <span className="muted">unknown</span>}{' '}
          <RunLink run={archive.run} />
        </dd>
        {archive.reason && (
          <>
            <dt>Reason</dt>
            <dd>
              <ForeignText text={archive.reason} />
            </dd>
          </>
        )}
        {archive.previous && (
          <>
            <dt>Before</dt>
            <dd>
              <CommitId commit={archive.previous} />
            </dd>
          </>
        )}
      </dl>
    </>
  );
}
