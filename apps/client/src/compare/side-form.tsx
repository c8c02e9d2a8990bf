import Button from '@cloudscape-design/components/button';
import { useId, useState } from 'react';
import { useBoard } from '../live/use-live';
import './compare.css';

interface Sides {
  from: string;
  to: string;
}

/** Two sides to choose: environments are offered, tags and commits can be typed. */
export function SideForm({ from, to, onChoose }: Sides & { onChoose(sides: Sides): void }) {
  const [sides, setSides] = useState<Sides>({ from, to });
  const environments = (useBoard()?.environments ?? []).map(({ name }) => name);
  const list = useId();
  const field = (side: keyof Sides, label: string) => (
    <label>
      <span>{label}</span>
      <input
        value={sides[side]}
        list={list}
        required
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        placeholder="Environment, tag or commit"
        onChange={({ target }) => setSides({ ...sides, [side]: target.value })}
      />
    </label>
  );
  return (
    <form
      className="sides"
      aria-label="What to compare"
      onSubmit={(event) => {
        event.preventDefault();
        onChoose({ from: sides.from.trim(), to: sides.to.trim() });
      }}
    >
      {field('from', 'From')}
      {field('to', 'To')}
      <div className="actions">
        <Button formAction="submit" variant="primary">
          Compare
        </Button>
        <Button
          formAction="none"
          ariaLabel="Swap the sides"
          disabled={!from || !to}
          onClick={() => onChoose({ from: to, to: from })}
        >
          Swap
        </Button>
      </div>
      <datalist id={list}>
        {environments.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </form>
  );
}
