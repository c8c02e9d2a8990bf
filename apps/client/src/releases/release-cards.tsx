import Cards, { type CardsProps } from '@cloudscape-design/components/cards';
import { byteSize } from '../text/byte-size';
import { CommitId } from '../text/commit-id';
import { UntrustedText } from '../text/untrusted-text';
import { Moment } from '../text/moment';
import { visibleText } from '../text/visible-text';
import { ReleaseBadges } from './release-badges';
import { groupByContent, type ReleaseGroup } from './same-content';
import { SameReleases } from './same-releases';
import { selectionAfter, type ReleaseListProps } from './release-list';
import { SortChoice } from './sort-choice';

const card: CardsProps.CardDefinition<ReleaseGroup> = {
  header: ({ subject }) => <UntrustedText text={subject ?? 'No subject'} limit={160} />,
  sections: [
    {
      id: 'facts',
      content: (release) => (
        <div className="rows">
          <span>
            <CommitId commit={release.commit} isLink /> · {byteSize(release.size)} ·{' '}
            <Moment at={release.writtenAt} />
          </span>
          <ReleaseBadges release={release} />
          <SameReleases others={release.others} />
        </div>
      ),
    },
  ],
};

/** For narrow screens, where a table would have to scroll sideways. */
export default function ReleaseCards({ rows, shown, isLoading, empty, onShow }: ReleaseListProps) {
  const groups = groupByContent(rows);
  return (
    <div aria-busy={isLoading} className="rows">
      <SortChoice shown={shown} onShow={onShow} />
      <Cards
        ariaLabels={{
          cardsLabel: 'Releases',
          selectionGroupLabel: 'Selection',
          itemSelectionLabel: (_selection, { subject, commit }) =>
            `Select ${visibleText((subject ?? commit).slice(0, 80))}`,
        }}
        items={groups}
        trackBy="commit"
        cardDefinition={card}
        cardsPerRow={[{ cards: 1 }]}
        selectionType="multi"
        selectedItems={groups.filter(({ commit }) => shown.selected.includes(commit))}
        onSelectionChange={({ detail }) =>
          onShow({ selected: selectionAfter(rows, shown, detail.selectedItems) })
        }
        empty={empty}
      />
    </div>
  );
}
