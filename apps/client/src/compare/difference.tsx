import type { Diff, DiffSide } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { commitsInWords, commitNumber } from '../changes/commit-count';
import { CommitList } from '../changes/commit-list';
import { FileChanges, FilesNotCompared } from '../changes/file-changes';
import { countsOf, filesIn } from '../changes/file-counts';
import { MoveSummary } from '../changes/move-summary';
import { useAnnounce } from '../shell/use-announce';
import { ComparePage } from '../text/repository-links';
import { CommitId } from '../text/commit-id';
import { count } from '../text/count';
import { sideName } from './side-name';

/** An archive can be that of an earlier commit, when nothing since then affects the app. */
function ServedBy({ side: { name, servedBy } }: { side: DiffSide }) {
  if (servedBy === undefined) return null;
  return (
    <p className="muted">
      {sideName(name)} has no archive of its own. The archive of <CommitId commit={servedBy} isLink /> has the
      same content.
    </p>
  );
}

/** "9 commits, 14 files", "the same content". */
function differences({ ancestry, commits, files, isSame }: Diff): string {
  if (isSame) return 'the same content';
  const areKnown = ancestry !== undefined && ancestry !== 'unknown';
  return [
    ...(areKnown ? [commitsInWords(commits.length)] : []),
    files ? count(filesIn(countsOf(files)), 'file') : 'files that cannot be compared',
  ].join(', ');
}

/** Its name, unless that is the commit that is shown anyway. */
function labelOf({ name, commit }: DiffSide): string | undefined {
  return name === commit ? undefined : sideName(name);
}

/** The commits and files between two sides. */
export function Difference({ diff }: { diff: Diff }) {
  const { from, to, ancestry, commits, files, isSame } = diff;
  const isBack = ancestry === 'descendant';
  useAnnounce(
    `${from.name} ${to.name}`,
    `Compared: ${sideName(from.name)} with ${sideName(to.name)}, ${differences(diff)}.`,
  );
  return (
    <>
      <Container>
        <div className="rows">
          <MoveSummary from={{ label: labelOf(from), ...from }} to={{ label: labelOf(to), ...to }} />
          <ServedBy side={from} />
          <ServedBy side={to} />
          {isSame && (
            <Alert type="success" statusIconAriaLabel="Success" header="Both have the same content">
              {from.commit !== to.commit && 'No commit between them changes the archive.'}
            </Alert>
          )}
          {isBack && (
            <Alert type="info" statusIconAriaLabel="Info">
              {sideName(to.name)} is behind: these commits are missing there.
            </Alert>
          )}
          {ancestry === 'unrelated' && (
            <Alert type="info" statusIconAriaLabel="Info">
              The two commits are on different branches: neither contains the other.
            </Alert>
          )}
        </div>
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <ComparePage
                {...(isBack ? { from: to.commit, to: from.commit } : { from: from.commit, to: to.commit })}
              />
            }
            counter={`(${commitNumber(commits.length)})`}
          >
            {isBack ? 'Commits removed' : 'Commits added'}
          </Header>
        }
      >
        {commits.length > 0 ? (
          <CommitList commits={commits} />
        ) : (
          <p className="muted">
            {ancestry === undefined || ancestry === 'unknown'
              ? 'The commits between them are unknown: the server has no clone of the repository.'
              : 'No commits between them.'}
          </p>
        )}
      </Container>
      {files ? <FileChanges files={files} /> : <FilesNotCompared why={diff.filesNotCompared} />}
    </>
  );
}
