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
import { CommitId } from '../text/commit-id';
import { count } from '../text/count';
import { sideName } from './side-name';

/** An archive can be that of an earlier commit, when nothing since then affects the app. */
function ServedBy({ side: { name, servedBy } }: { side: DiffSide }) {
  if (servedBy === undefined) return null;
  return (
    <p className="muted">
      {sideName(name)} has no archive of its own: that of <CommitId commit={servedBy} isLink /> has the same
      content.
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
          <MoveSummary
            from={{ label: sideName(from.name), ...from }}
            to={{ label: sideName(to.name), ...to }}
          />
          <ServedBy side={from} />
          <ServedBy side={to} />
          {isSame && (
            <Alert type="success" statusIconAriaLabel="Success" header="Both have the same content">
              {from.commit !== to.commit && 'Nothing between the two commits changes the archive.'}
            </Alert>
          )}
          {isBack && (
            <Alert type="info" statusIconAriaLabel="Info">
              {sideName(to.name)} is behind: going there takes these commits away.
            </Alert>
          )}
          {ancestry === 'unrelated' && (
            <Alert type="info" statusIconAriaLabel="Info">
              The two are on different lines: neither contains the other.
            </Alert>
          )}
        </div>
      </Container>
      <Container
        header={
          <Header variant="h2" counter={`(${commitNumber(commits.length)})`}>
            {isBack ? 'Commits that go' : 'Commits that come'}
          </Header>
        }
      >
        {commits.length > 0 ? (
          <CommitList commits={commits} />
        ) : (
          <p className="muted">
            {ancestry === undefined || ancestry === 'unknown'
              ? 'Which commits lie between is not known: the server has no clone that tells.'
              : 'No commit lies between.'}
          </p>
        )}
      </Container>
      {files ? <FileChanges files={files} /> : <FilesNotCompared why={diff.filesNotCompared} />}
    </>
  );
}
