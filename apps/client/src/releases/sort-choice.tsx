import type { ReleaseListProps } from './release-list';
import { readQuery } from './release-query';

const choices = {
  '-writtenAt': 'Newest first',
  writtenAt: 'Oldest first',
  subject: 'By subject',
  '-size': 'Largest first',
  size: 'Smallest first',
};

/** Cards have no heads of columns to sort by. */
export function SortChoice({ shown, onShow }: Pick<ReleaseListProps, 'shown' | 'onShow'>) {
  return (
    <label className="sort-choice">
      Sort{' '}
      <select
        value={`${shown.order === 'desc' ? '-' : ''}${shown.sort}`}
        onChange={({ target }) => {
          const { sort, order } = readQuery(new URLSearchParams({ sort: target.value }));
          onShow({ sort, order, page: 1 });
        }}
      >
        {Object.entries(choices).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
