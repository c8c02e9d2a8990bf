import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { count } from '../text/count';

/** The beginning of a list that may have thousands of items; the others come a step at a time. */
export function useProgressive<Item>(items: Item[], step: number) {
  const [limit, setLimit] = useState(step);
  return {
    shown: items.slice(0, limit),
    more: Math.max(0, items.length - limit),
    showMore: () => setLimit((before) => before + step * 10),
  };
}

interface Props {
  more: number;
  noun: string;
  onClick(): void;
}

export function ShowMore({ more, noun, onClick }: Props) {
  if (more === 0) return null;
  return (
    <div>
      <Button onClick={onClick}>Show more ({count(more, `more ${noun}`)})</Button>
    </div>
  );
}
