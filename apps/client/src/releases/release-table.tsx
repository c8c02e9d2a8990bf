import type { ReleaseSort } from '@sluice/contract';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { byteSize } from '../text/byte-size';
import { CommitId } from '../text/commit-id';
import { UntrustedText } from '../text/untrusted-text';
import { Person } from '../text/person';
import { Moment } from '../text/moment';
import { visibleText } from '../text/visible-text';
import { ReleaseBadges } from './release-badges';
import { groupByContent, type ReleaseGroup } from './same-content';
import { SameReleases } from './same-releases';
import { selectionAfter, type ReleaseListProps } from './release-list';

const columns: TableProps.ColumnDefinition<ReleaseGroup>[] = [
  {
    id: 'subject',
    header: 'Subject',
    sortingField: 'subject',
    isRowHeader: true,
    minWidth: 240,
    cell: ({ subject, others }) => (
      <>
        {subject === undefined ? (
          <span className="muted">No subject</span>
        ) : (
          <UntrustedText text={subject} limit={100} />
        )}
        <SameReleases others={others} />
      </>
    ),
  },
  { id: 'commit', header: 'Commit', width: 120, cell: ({ commit }) => <CommitId commit={commit} isLink /> },
  {
    id: 'where',
    header: 'Where',
    minWidth: 160,
    cell: (release) => <ReleaseBadges release={release} />,
  },
  {
    id: 'writtenAt',
    header: 'Published',
    sortingField: 'writtenAt',
    width: 270,
    cell: ({ writtenAt, actor }) => (
      <span className="nowrap">
        <Moment at={writtenAt} />
        {actor !== undefined && (
          <span className="muted">
            {' '}
            by <Person text={actor} most={24} />
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'size',
    header: 'Size',
    sortingField: 'size',
    width: 110,
    cell: ({ size }) => <span className="nowrap">{byteSize(size)}</span>,
  },
];

/** For wide screens. */
export default function ReleaseTable({ rows, shown, isLoading, empty, onShow }: ReleaseListProps) {
  const groups = groupByContent(rows);
  return (
    <div aria-busy={isLoading}>
      <Table
        ariaLabels={{
          tableLabel: 'Releases',
          selectionGroupLabel: 'Selection',
          allItemsSelectionLabel: () => 'Select all on this page',
          itemSelectionLabel: (_selection, { subject, commit }) =>
            `Select ${visibleText((subject ?? commit).slice(0, 80))}`,
        }}
        variant="container"
        contentDensity="compact"
        wrapLines
        items={groups}
        trackBy="commit"
        columnDefinitions={columns}
        selectionType="multi"
        selectedItems={groups.filter(({ commit }) => shown.selected.includes(commit))}
        onSelectionChange={({ detail }) =>
          onShow({ selected: selectionAfter(rows, shown, detail.selectedItems) })
        }
        sortingColumn={{ sortingField: shown.sort }}
        sortingDescending={shown.order === 'desc'}
        onSortingChange={({ detail: { sortingColumn, isDescending } }) =>
          onShow({
            sort: sortingColumn.sortingField as ReleaseSort,
            order: isDescending ? 'desc' : 'asc',
            page: 1,
          })
        }
        empty={empty}
      />
    </div>
  );
}
