import type { ReleaseView } from '@sluice/release';
import { byteSize } from '../text/byte-size';
import { CommitId } from '../text/commit-id';
import { ForeignText } from '../text/foreign-text';
import { Moment } from '../text/moment';

interface Props {
  release: ReleaseView;
  now: number;
}

export function ReleaseRow({ release, now }: Props) {
  return (
    <tr role="row">
      <td role="cell" className="commit-cell">
        <CommitId commit={release.commit} />
      </td>
      <td role="cell" className="subject-cell">
        <ForeignText text={release.subject ?? 'No subject was recorded.'} />
      </td>
      <td role="cell" className="badges-cell">
        {release.environments.length > 0 && (
          <ul className="badges">
            {release.environments.map((environment) => (
              <li key={environment} className="badge">
                {environment}
              </li>
            ))}
          </ul>
        )}
      </td>
      <td role="cell" className="size-cell" title={`${release.size} bytes`}>
        {byteSize(release.size)}
      </td>
      <td role="cell" className="published-cell">
        <Moment at={release.writtenAt} now={now} />
        {release.actor && (
          <span className="muted">
            {' by '}
            <ForeignText text={release.actor} />
          </span>
        )}
      </td>
    </tr>
  );
}
