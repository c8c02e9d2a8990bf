import type { FileChanges as Changes } from '@sluice/contract';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import { count } from '../text/count';
import { visibleText } from '../text/visible-text';
import './changes.css';
import { countsOf, describeCounts, type FileCounts } from './file-counts';
import { ShowMore, useProgressive } from './progressive';

/** Longer lists stay closed until someone wants them. */
const openUpTo = 30;

interface Props {
  files: Changes;
  /** How many there are in all, when `files` may not have all of them. */
  counts?: FileCounts;
}

/** The paths inside the archives that differ. */
export function FileChanges({ files, counts = countsOf(files) }: Props) {
  const { added, changed, removed } = files;
  return (
    <Container
      header={
        <Header variant="h2" description={describeCounts(counts)}>
          Files
        </Header>
      }
    >
      {added.length + changed.length + removed.length === 0 ? (
        <p className="muted">No files differ.</p>
      ) : (
        <div className="rows">
          <Paths title="added" sign="+" paths={added} total={counts.added} />
          <Paths title="changed" sign="~" paths={changed} total={counts.changed} />
          <Paths title="removed" sign="−" paths={removed} total={counts.removed} />
        </div>
      )}
    </Container>
  );
}

/** Said in the place of the files. */
export function FilesNotCompared({ why }: { why: string | undefined }) {
  return (
    <Container header={<Header variant="h2">Files</Header>}>
      <p className="muted">
        The files cannot be compared{why !== undefined && ': '}
        {why !== undefined && <bdi>{visibleText(why)}</bdi>}.
      </p>
    </Container>
  );
}

interface PathsProps {
  title: string;
  sign: string;
  paths: string[];
  total: number;
}

function Paths({ title, sign, paths, total }: PathsProps) {
  const { shown, more, showMore } = useProgressive(paths, 50);
  if (paths.length === 0) return null;
  return (
    <ExpandableSection
      headerText={`${count(total, 'file')} ${title}`}
      headingTagOverride="h3"
      defaultExpanded={paths.length <= openUpTo}
    >
      <ul className={`paths ${title}`}>
        {shown.map((path) => (
          <li key={path}>
            <span aria-hidden="true">{sign}</span> <bdi>{visibleText(path)}</bdi>
          </li>
        ))}
      </ul>
      <ShowMore more={more} noun="file" onClick={showMore} />
      {more === 0 && total > paths.length && (
        <p className="muted">And {(total - paths.length).toLocaleString('en')} more are not listed.</p>
      )}
    </ExpandableSection>
  );
}
