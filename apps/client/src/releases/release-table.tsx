import type { ReleaseView } from '@sluice/release';
import { Notice } from '../text/notice';
import { ReleaseRow } from './release-row';

interface Props {
  /** Newest first. */
  releases: ReleaseView[];
  now: number;
}

const columns = ['Commit', 'Subject', 'Now in', 'Size', 'Published'];

/**
 * The published archives. On a narrow screen the style sheet turns rows into cards, which takes a table's meaning
 * from it in some browsers: hence the roles, said in full.
 */
export function ReleaseTable({ releases, now }: Props) {
  return (
    <section aria-labelledby="releases">
      <h2 id="releases">Published archives</h2>
      {releases.length === 0 ? (
        <Notice tone="neutral" title="Nothing was published yet.">
          <p>
            The first <code>nx run app:publish</code> puts an archive here.
          </p>
        </Notice>
      ) : (
        <table role="table" aria-labelledby="releases">
          <thead role="rowgroup">
            <tr role="row">
              {columns.map((column) => (
                <th key={column} role="columnheader" scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {releases.map((release) => (
              <ReleaseRow key={release.commit} release={release} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
