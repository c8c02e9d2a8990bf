import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import type { FileChanges as Changes } from '@sluice/release';
import { count } from '../text/count';
import { visibleText } from '../text/visible-text';
import './changes.css';
import { ShowMore, useProgressive } from './progressive';

/** Longer lists stay closed until somebody wants them. */
const openUpTo = 30;

/** The paths inside the archives that differ. */
export function FileChanges({ files }: { files: Changes }) {
  const { added, changed, removed } = files;
  return (
    <Container
      header={
        <Header variant="h2" description={fileCounts(files)}>
          Files
        </Header>
      }
    >
      {added.length + changed.length + removed.length === 0 ? (
        <p className="muted">No file differs.</p>
      ) : (
        <div className="rows">
          <Paths title="added" sign="+" paths={added} />
          <Paths title="changed" sign="~" paths={changed} />
          <Paths title="removed" sign="−" paths={removed} />
        </div>
      )}
    </Container>
  );
}

function Paths({ title, sign, paths }: { title: string; sign: string; paths: string[] }) {
  const { shown, more, showMore } = useProgressive(paths, 50);
  if (paths.length === 0) return null;
  return (
    <ExpandableSection
      headerText={`${count(paths.length, 'file')} ${title}`}
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
    </ExpandableSection>
  );
}

/** "3 added, 12 changed, 1 removed". */
function fileCounts({ added, changed, removed }: Changes): string {
  return `${added.length} added, ${changed.length} changed, ${removed.length} removed`;
}
