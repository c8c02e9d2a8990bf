import type { ReleaseRow } from '@sluice/contract';
import Button from '@cloudscape-design/components/button';
import { useId, useState } from 'react';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { useBoard, useLive } from '../live/use-live';
import { shortId } from '../text/short-id';
import { visibleText } from '../text/visible-text';
import './compare.css';

interface Sides {
  from: string;
  to: string;
}

/** Two sides to choose: environments and the newest releases are offered, tags and other commits can be typed. */
export function SideForm({ from, to, onChoose }: Sides & { onChoose(sides: Sides): void }) {
  const [sides, setSides] = useState<Sides>({ from, to });
  const [compared, setCompared] = useState<Sides>({ from, to });
  // Another address: the fields follow it, and whoever is in one of them stays there.
  if (compared.from !== from || compared.to !== to) {
    setCompared({ from, to });
    setSides({ from, to });
  }
  const environments = (useBoard()?.environments ?? []).map(({ name }) => name);
  const releases = useNewestReleases();
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
      aria-label="Sides to compare"
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
          ariaLabel="Swap sides"
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
        {releases.map(({ commit, subject }) => (
          <option
            key={commit}
            value={commit}
            label={visibleText(`${shortId(commit)} ${subject ?? ''}`.slice(0, 100))}
          />
        ))}
      </datalist>
    </form>
  );
}

/** None while they are loaded or cannot be: everything can be typed as well. */
function useNewestReleases(): ReleaseRow[] {
  const api = useApi();
  const { releaseChanges } = useLive();
  const newest = useResource('newest', (signal) => api.releases({ pageSize: 20 }, signal), releaseChanges);
  return newest.data?.rows ?? [];
}
