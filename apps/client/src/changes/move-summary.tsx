import { CommitId } from '../text/commit-id';
import { UntrustedText } from '../text/untrusted-text';
import './changes.css';

interface Side {
  /** What it is called here: "Current version in uat", "New version". Absent: its commit is all that names it. */
  label?: string;
  commit?: string;
  subject?: string;
  /** Said instead, when there is nothing. */
  nothing?: string;
}

/** From one archive to another. */
export function MoveSummary({ from, to }: { from: Side; to: Side }) {
  return (
    <div className="move">
      <Archive {...from} />
      <span className="arrow" aria-label="to" role="img">
        →
      </span>
      <Archive {...to} />
    </div>
  );
}

function Archive({ label, commit, subject, nothing }: Side) {
  return (
    <div>
      {label !== undefined && <p className="muted">{label}</p>}
      {nothing !== undefined ? (
        <p>{nothing}</p>
      ) : (
        <>
          <p>
            <strong>
              {subject === undefined ? 'No subject' : <UntrustedText text={subject} limit={160} />}
            </strong>
          </p>
          <p>
            <CommitId commit={commit} isLink />
          </p>
        </>
      )}
    </div>
  );
}
